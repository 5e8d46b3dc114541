import { UnexpectedError, type INodeProperties } from 'n8n-workflow';

import type { Picker } from '../n8n/picker';
import { choiceParameter } from '../parameters/choice';
import { InvalidInput } from '../parameters/invalidInput';
import { textOf } from '../parameters/rawValue';

import { createDeviceImage } from './deviceImage/create';
import { deleteDeviceImage } from './deviceImage/delete';
import { getDeviceImage } from './deviceImage/get';
import { getManyDeviceImages } from './deviceImage/getAll';
import { retryUploadDeviceImage } from './deviceImage/retryUpload';
import { deviceImage } from './deviceImage/resource';
import { reuploadDeviceImage } from './deviceImage/reupload';
import { updateDeviceImage } from './deviceImage/update';
import { waitForStatusOfDeviceImage } from './deviceImage/waitForStatus';
import type { Operation } from './operation';
import type { Resource } from './resource';
import { getManyCloudPcs } from './cloudPc/getAll';
import { cloudPc } from './cloudPc/resource';
import { getManyGalleryImages } from './galleryImage/getAll';
import { galleryImage } from './galleryImage/resource';
import { getProvisioningPolicy } from './provisioningPolicy/get';
import { getManyProvisioningPolicies } from './provisioningPolicy/getAll';
import { provisioningPolicy } from './provisioningPolicy/resource';
import { setImageOfProvisioningPolicy } from './provisioningPolicy/setImage';
import { getManySourceImages } from './sourceImage/getAll';
import { sourceImage } from './sourceImage/resource';

/** Every operation of the action node, in the order of its lists. */
export const operations: readonly Operation[] = [
	getManyCloudPcs,
	createDeviceImage,
	deleteDeviceImage,
	getDeviceImage,
	getManyDeviceImages,
	retryUploadDeviceImage,
	reuploadDeviceImage,
	updateDeviceImage,
	waitForStatusOfDeviceImage,
	getManyGalleryImages,
	getProvisioningPolicy,
	getManyProvisioningPolicies,
	setImageOfProvisioningPolicy,
	getManySourceImages,
];

/** Every resource, in the order of its list. */
export const resources: readonly Resource[] = [cloudPc, deviceImage, galleryImage, provisioningPolicy, sourceImage];

/** Returns the picker with a name. */
export function findPicker(name: string): Picker {
	const found = resources.map(({ pickers }) => pickers[name]).find((picker) => picker !== undefined);
	if (!found) throw new UnexpectedError(`There is no picker '${name}'`);
	return found;
}

const resourceParameter = choiceParameter<string>({
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	options: resources.map(({ name, value }) => ({ name, value })),
	default: 'deviceImage',
});

/**
 * Returns the operation that the parameters `resource` and `operation` stand for.
 *
 * @param rawResource raw value of `resource`
 * @param rawOperation raw value of `operation`
 * @throws InvalidInput for names that do not exist, e.g. in a workflow that was written by hand
 */
export function readOperation(rawResource: unknown, rawOperation: unknown): Operation {
	const resource = resourceParameter.read(rawResource);
	const wanted = textOf(rawOperation).trim().toLowerCase();
	const ofResource = operations.filter((each) => each.resource === resource);
	const found = ofResource.find(({ value, name }) => [value, name].some((text) => text.toLowerCase() === wanted));
	if (found) return found;
	const values = ofResource.map(({ value }) => value).join(', ');
	throw new InvalidInput('Operation', rawOperation, `which '${resource}' does not have`, `Use one of ${values}.`);
}

function operationSelector(resource: string): INodeProperties {
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource] } },
		options: operations
			.filter((operation) => operation.resource === resource)
			.map(({ name, value, action, description }) => ({ name, value, action, description })),
		default: 'getAll',
	};
}

/** What n8n shows an AI agent of its tool; the user can edit it. */
const toolDescriptions = (resource: string): INodeProperties[] =>
	operations
		.filter((operation) => operation.resource === resource)
		.map(({ value, toolDescription }) => ({
			displayName: 'Tool Description',
			name: 'toolDescription',
			type: 'string',
			typeOptions: { rows: 5 },
			displayOptions: { show: { '@tool': [true], resource: [resource], operation: [value] } },
			default: toolDescription,
			required: true,
			description: 'Explains to the AI agent what this tool does and which values it takes',
		}));

/** Shows a parameter where its operations are chosen; one that several share appears once. */
function operationParameters(resource: string): INodeProperties[] {
	const users = new Map<INodeProperties, string[]>();
	for (const { value, parameters } of operations.filter((each) => each.resource === resource)) {
		for (const { property } of Object.values(parameters)) {
			users.set(property, [...(users.get(property) ?? []), value]);
		}
	}
	return [...users].map(([property, operation]) => ({
		...property,
		displayOptions: {
			...property.displayOptions,
			show: { ...property.displayOptions?.show, resource: [resource], operation },
		},
	}));
}

/** The resource list, the operation lists and all parameters, for the node's `properties`. */
export const operationProperties: INodeProperties[] = [
	resourceParameter.property,
	...resources.flatMap(({ value }) => [
		operationSelector(value),
		...toolDescriptions(value),
		...operationParameters(value),
	]),
];
