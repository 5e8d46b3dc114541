import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { alphabetical } from '../fields/alphabetical';
import { imageLocator } from '../fields/imageLocator';
import { optionsField } from '../fields/optionsField';
import { deviceImagePath } from '../graph/paths';
import { checkImageId, checkSourceImageResourceId, checkText, checkVersion } from './checks';
import { updateErrors } from './deviceImage/updateErrors';
import { InvalidInput, type Operation } from './operation';

/** Each property that can be sent, with its check. */
const properties: Record<string, { field: INodeProperties; check: (value: unknown) => string }> = {
	displayName: {
		field: {
			displayName: 'Display Name',
			name: 'displayName',
			type: 'string',
			default: '',
			placeholder: 'e.g. Finance Windows 11',
		},
		check: (value) => checkText('Display Name', value, 'Finance Windows 11'),
	},
	operatingSystem: {
		field: {
			displayName: 'Operating System',
			name: 'operatingSystem',
			type: 'string',
			default: '',
			placeholder: 'e.g. Windows 11 Enterprise',
		},
		check: (value) => checkText('Operating System', value, 'Windows 11 Enterprise'),
	},
	osBuildNumber: {
		field: {
			displayName: 'OS Build Number',
			name: 'osBuildNumber',
			type: 'string',
			default: '',
			placeholder: 'e.g. 24H2',
		},
		check: (value) => checkText('OS Build Number', value, '24H2'),
	},
	sourceImageResourceId: {
		field: {
			displayName: 'Source Image',
			name: 'sourceImageResourceId',
			type: 'string',
			default: '',
			placeholder: 'e.g. /subscriptions/…/providers/Microsoft.Compute/images/win11-finance',
			description: 'Resource ID of the image in Azure',
		},
		check: checkSourceImageResourceId,
	},
	version: {
		field: {
			displayName: 'Version',
			name: 'version',
			type: 'string',
			default: '',
			placeholder: 'e.g. 1.0.1',
		},
		check: checkVersion,
	},
};

const updateFields: INodeProperties = {
	displayName: 'Update Fields',
	name: 'updateFields',
	type: 'collection',
	placeholder: 'Add field',
	default: {},
	description: 'Only what is added here is sent',
	options: Object.values(properties)
		.map(({ field }) => field)
		.sort((a, b) => alphabetical(a.displayName, b.displayName)),
};

const notice: INodeProperties = {
	displayName:
		'Microsoft documents every property of a device image as read-only and may refuse an update. To rename an image or to give it another version, create a new one and delete the old one.',
	name: 'updateNotice',
	type: 'notice',
	default: '',
};

function checkProperty(name: string, value: unknown): string {
	const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
	if (property) return property.check(value);
	throw new InvalidInput(
		'Update Fields',
		name,
		'which cannot be changed',
		`Use one or more of ${Object.keys(properties).join(', ')}`,
	);
}

/** Undocumented; generated in Microsoft's SDKs as PATCH of the contained entity. */
export const updateDeviceImage: Operation = {
	resource: 'deviceImage',
	value: 'update',
	name: 'Update',
	action: 'Update device image',
	description: 'Change properties of a device image, if the service lets it',
	permission: 'CloudPC.ReadWrite.All',
	noun: 'device image',
	errorRules: updateErrors,
	autoVersion: 'beta',
	fields: [imageLocator, notice, updateFields, optionsField()],
	async run({ values, graph }) {
		const imageId = checkImageId(values.imageId);
		const path = deviceImagePath(imageId);
		const chosen = Object.entries((values.updateFields ?? {}) as IDataObject);
		if (chosen.length === 0) {
			throw new InvalidInput(
				'Update Fields',
				'',
				'',
				'Add at least one field to change, e.g. Display Name',
			);
		}
		const body = Object.fromEntries(
			chosen.map(([name, value]) => [name, checkProperty(name, value)]),
		);
		const answered = await graph.patch(path, body);
		if (answered) return [answered];
		const { readAfter } = await import('./outcome');
		const done = { what: 'the change was made', imageId };
		return [await readAfter(done, async () => await graph.get(path))];
	},
};
