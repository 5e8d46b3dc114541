import type { INodeProperties } from 'n8n-workflow';

const apiVersionOption: INodeProperties = {
	displayName: 'API Version',
	name: 'apiVersion',
	type: 'options',
	options: [
		{ name: 'Automatic', value: 'auto', description: 'V1.0 where it has the method, else beta' },
		{ name: 'Beta', value: 'beta' },
		{ name: 'V1.0', value: 'v1.0' },
	],
	default: 'auto',
	description: 'Which version of Microsoft Graph to ask',
};

/**
 * Makes the collection `options` of an operation, in alphabetical order, with `apiVersion` in every one.
 *
 * @param options what the operation has besides
 */
export function optionsField(options: INodeProperties[] = []): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [apiVersionOption, ...options].sort((a, b) =>
			a.displayName.localeCompare(b.displayName),
		),
	};
}
