import { booleanParameter } from '../../parameters/boolean';
import { choiceParameter } from '../../parameters/choice';
import { optionsParameter } from '../../parameters/options';
import { optional } from '../../parameters/parameter';
import { textParameter } from '../../parameters/text';
import { readVersion } from '../../parameters/version';
import { waitOptions } from '../../parameters/waitOptions';
import { defineOperation } from '../operation';
import { readAfter } from '../outcome';
import { createErrors } from './createErrors';
import { createOnce, findImage } from './createOnce';
import { sourceImageIdParameter } from '../sourceImage/sourceImageId';
import { deviceImage } from './resource';
import { createNext, versioningParameter } from './versioning';
import { waitForImage } from './waiting';

const displayNameParameter = textParameter(
	{
		displayName: 'Display Name',
		name: 'displayName',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. Finance Windows 11',
		description: 'Name of the image. Name and version together must be unique in the tenant.',
	},
	'Finance Windows 11',
);

const versionParameter = optional({
	property: {
		displayName: 'Version',
		name: 'version',
		type: 'string' as const,
		default: '',
		required: true,
		placeholder: 'e.g. 1.0.0',
		description: 'Three whole numbers: major.minor.patch',
		displayOptions: { show: { versioning: ['define'] } },
	},
	read: (raw: unknown) => readVersion('Version', raw),
});

const createOptions = {
	ifExists: choiceParameter<'error' | 'returnExisting'>({
		displayName: 'If Image Exists',
		name: 'ifExists',
		type: 'options',
		options: [
			{
				name: 'Return Existing Image',
				value: 'returnExisting',
				description: 'Check for the same name and version first, and upload only if there is none',
			},
			{
				name: 'Stop With Error',
				value: 'error',
				description: 'Stop if Microsoft Graph rejects the duplicate',
			},
		],
		default: 'error',
		description: 'What to do if an image with this name and version already exists',
	}),
	waitUntilReady: booleanParameter({
		displayName: 'Wait Until Ready',
		name: 'waitUntilReady',
		type: 'boolean',
		default: false,
		description: 'Whether to wait until the upload finishes, and to stop with an error unless the image is ready',
	}),
};

/** A version that the user defines has to be there. @throws InvalidInput */
const defined = (version: string | undefined): string => version ?? readVersion('Version', '');

/** https://learn.microsoft.com/graph/api/virtualendpoint-post-deviceimages */
export const createDeviceImage = defineOperation({
	resource: deviceImage.value,
	value: 'create',
	name: 'Create',
	action: 'Create device image',
	description: 'Upload a source image from Azure as a new device image',
	toolDescription:
		'Upload a source image from Azure as a new Windows 365 custom device image. Version takes three numbers such as 1.0.0; Source Image takes the resource ID of a managed image or of a version in an Azure Compute Gallery. The upload takes minutes to more than an hour, and its status is pending until it finishes.',
	access: 'write',
	api: 'v1.0',
	noun: deviceImage.noun,
	errorRules: createErrors,
	parameters: {
		displayName: displayNameParameter,
		versioning: versioningParameter,
		version: versionParameter,
		sourceImageResourceId: sourceImageIdParameter,
		options: optionsParameter({ ...createOptions, ...waitOptions }),
	},
	check({ versioning, version }) {
		if (versioning === 'define') defined(version);
	},
	changes: ({ displayName }) => displayName.toLowerCase(),
	async run({ values: { options, versioning, version, ...wanted }, ...input }) {
		const { graph, clock } = input;
		const mayExist = options.ifExists === 'returnExisting' && versioning === 'define';
		const create = async (named: string) => await createOnce(graph, { ...wanted, version: named }, mayExist, clock);
		const existing = mayExist ? await findImage(graph, { ...wanted, version: defined(version) }) : undefined;
		const image =
			existing ??
			(versioning === 'define'
				? await create(defined(version))
				: await createNext(graph, wanted.displayName, versioning, create));
		if (!options.waitUntilReady) return [image];

		const id = String(image.id);
		const wait = async () => await waitForImage({ ...input, id, options, waitUntil: 'ready', isNew: !existing });
		if (existing) return [await wait()];
		return [await readAfter({ what: 'the image was created', imageId: id }, wait)];
	},
});
