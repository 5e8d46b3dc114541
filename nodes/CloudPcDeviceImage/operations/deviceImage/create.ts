import { booleanParameter } from '../../parameters/boolean';
import { choiceParameter } from '../../parameters/choice';
import { optionsParameter } from '../../parameters/options';
import { textParameter } from '../../parameters/text';
import { readVersion } from '../../parameters/version';
import { waitOptions } from '../../parameters/waitOptions';
import { defineOperation } from '../operation';
import { readAfter } from '../outcome';
import { createErrors } from './createErrors';
import { createOnce, findImage } from './createOnce';
import { sourceImageIdParameter } from '../sourceImage/sourceImageId';
import { deviceImage } from './resource';
import { waitForImage } from './waiting';

const displayNameParameter = textParameter(
	{
		displayName: 'Display Name',
		name: 'displayName',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. Finance Windows 11',
		description: 'Name of the image; together with the version it must be unique in the tenant',
	},
	'Finance Windows 11',
);

const versionParameter = {
	property: {
		displayName: 'Version',
		name: 'version',
		type: 'string' as const,
		default: '',
		required: true,
		placeholder: 'e.g. 1.0.0',
		description: 'Three whole numbers: major.minor.patch',
	},
	read: (raw: unknown) => readVersion('Version', raw),
};

const createOptions = {
	ifExists: choiceParameter<'error' | 'returnExisting'>({
		displayName: 'If Image Exists',
		name: 'ifExists',
		type: 'options',
		options: [
			{
				name: 'Return Existing Image',
				value: 'returnExisting',
				description: 'Look for the same name and version first, and upload only when there is none',
			},
			{
				name: 'Stop With Error',
				value: 'error',
				description: 'Send the request and let Microsoft Graph refuse it',
			},
		],
		default: 'error',
		description: 'What to do when an image with this name and version exists already',
	}),
	waitUntilReady: booleanParameter({
		displayName: 'Wait Until Ready',
		name: 'waitUntilReady',
		type: 'boolean',
		default: false,
		description: 'Whether to wait until the upload has ended, and to stop with an error unless it is ready',
	}),
};

/** https://learn.microsoft.com/graph/api/virtualendpoint-post-deviceimages */
export const createDeviceImage = defineOperation({
	resource: deviceImage.value,
	value: 'create',
	name: 'Create',
	action: 'Create device image',
	description: 'Upload a source image from Azure as a new device image',
	toolDescription:
		'Upload a source image from Azure as a new Windows 365 custom device image. Version takes three numbers such as 1.0.0; Source Image takes the resource ID of a managed image or of a version in an Azure Compute Gallery. The upload takes minutes to more than an hour, and its status is pending until it ends.',
	access: 'write',
	api: 'v1.0',
	noun: deviceImage.noun,
	errorRules: createErrors,
	parameters: {
		displayName: displayNameParameter,
		version: versionParameter,
		sourceImageResourceId: sourceImageIdParameter,
		options: optionsParameter({ ...createOptions, ...waitOptions }),
	},
	changes: ({ displayName, version }) => `${displayName} ${version}`.toLowerCase(),
	async run({ values: { options, ...wanted }, ...input }) {
		const { graph, clock } = input;
		const mayExist = options.ifExists === 'returnExisting';
		const existing = mayExist ? await findImage(graph, wanted) : undefined;
		const image = existing ?? (await createOnce(graph, wanted, mayExist, clock));
		if (!options.waitUntilReady) return [image];

		const id = String(image.id);
		const wait = async () => await waitForImage({ ...input, id, options, waitUntil: 'ready', isNew: !existing });
		if (existing) return [await wait()];
		return [await readAfter({ what: 'the image was created', imageId: id }, wait)];
	},
});
