import type { INodeProperties } from 'n8n-workflow';

import { deviceImagePath } from '../../graph/paths';
import { collectionParameter } from '../../parameters/collection';
import { InvalidInput } from '../../parameters/invalidInput';
import { optionsParameter } from '../../parameters/options';
import { notice, optional, type Parameter } from '../../parameters/parameter';
import { readSourceImageId } from '../../parameters/sourceImageId';
import { optionalText } from '../../parameters/text';
import { readVersion } from '../../parameters/version';
import { defineOperation } from '../operation';
import { readAfter } from '../outcome';
import { deviceImage } from './resource';
import { updateErrors } from './updateErrors';
import { imageIdParameter } from './imageId';

const textField = (name: string, displayName: string, example: string): Parameter<string | undefined> =>
	optionalText({ displayName, name, type: 'string', default: '', placeholder: `e.g. ${example}` }, example);

const sourceImageField: INodeProperties = {
	displayName: 'Source Image',
	name: 'sourceImageResourceId',
	type: 'string',
	default: '',
	placeholder: 'e.g. /subscriptions/…/providers/Microsoft.Compute/images/win11-finance',
	description: 'Resource ID of the image in Azure',
};

const versionField: INodeProperties = {
	displayName: 'Version',
	name: 'version',
	type: 'string',
	default: '',
	placeholder: 'e.g. 1.0.1',
};

const changes = collectionParameter(
	{
		displayName: 'Update Fields',
		name: 'updateFields',
		type: 'collection',
		placeholder: 'Add field',
		default: {},
		description: 'Only the fields you add are sent',
	},
	{
		displayName: textField('displayName', 'Display Name', 'Finance Windows 11'),
		operatingSystem: textField('operatingSystem', 'Operating System', 'Windows 11 Enterprise'),
		osBuildNumber: textField('osBuildNumber', 'OS Build Number', '24H2'),
		sourceImageResourceId: optional({
			property: sourceImageField,
			read: (raw) => readSourceImageId('Source Image', raw),
		}),
		version: optional({ property: versionField, read: (raw) => readVersion('Version', raw) }),
	},
);

const updateFieldsParameter: Parameter<Record<string, string>> = {
	property: changes.property,
	read(raw) {
		const found = Object.entries(changes.read(raw)).flatMap(([name, value]) =>
			value === undefined ? [] : [[name, value] as const],
		);
		if (found.length > 0) return Object.fromEntries(found);
		throw new InvalidInput('Update Fields', '', '', 'Add at least one field to change, e.g. Display Name');
	},
};

const updateNotice = notice({
	displayName:
		'Microsoft documents every property of a device image as read-only and might reject an update. To change the name or version of an image, create a new one and delete the old one.',
	name: 'updateNotice',
	type: 'notice',
	default: '',
});

/** Undocumented; generated in Microsoft's SDKs as PATCH of the contained entity. */
export const updateDeviceImage = defineOperation({
	resource: deviceImage.value,
	value: 'update',
	name: 'Update',
	action: 'Update device image',
	description: 'Update a device image (Microsoft might reject the update)',
	toolDescription:
		'Change properties of a Windows 365 custom device image. Microsoft documents them as read-only and might reject the update: create a new version instead. Device Image takes an ID, or in the mode By Name a name such as Finance 1.2.0.',
	access: 'write',
	api: 'beta',
	noun: deviceImage.noun,
	errorRules: updateErrors,
	parameters: {
		imageId: imageIdParameter,
		updateNotice,
		updateFields: updateFieldsParameter,
		options: optionsParameter({}),
	},
	changes: ({ imageId }) => imageId.toLowerCase(),
	async run({ values: { imageId, updateFields }, graph }) {
		const path = deviceImagePath(imageId);
		const updated = await graph.patch(path, updateFields);
		if (updated) return [updated];
		const done = { what: 'the change was made', imageId };
		return [await readAfter(done, async () => await graph.get(path))];
	},
});
