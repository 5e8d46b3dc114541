import type { INodeProperties } from 'n8n-workflow';

import { createDeviceImage } from './deviceImage.create';
import { deleteDeviceImage } from './deviceImage.delete';
import { getDeviceImage } from './deviceImage.get';
import { getManyDeviceImages } from './deviceImage.getAll';
import { retryUploadDeviceImage } from './deviceImage.retryUpload';
import { reuploadDeviceImage } from './deviceImage.reupload';
import { updateDeviceImage } from './deviceImage.update';
import { waitForStatusOfDeviceImage } from './deviceImage.waitForStatus';
import type { Operation, Resource } from './operation';
import { getManySourceImages } from './sourceImage.getAll';

/** Every operation of the action node, in the order of its lists. */
export const operations: readonly Operation[] = [
	createDeviceImage,
	deleteDeviceImage,
	getDeviceImage,
	getManyDeviceImages,
	retryUploadDeviceImage,
	reuploadDeviceImage,
	updateDeviceImage,
	waitForStatusOfDeviceImage,
	getManySourceImages,
];

/**
 * Finds what `resource` and `operation` stand for.
 *
 * @returns undefined for names that do not exist, e.g. from an expression
 */
export function findOperation(resource: unknown, operation: unknown): Operation | undefined {
	return operations.find(
		(candidate) => candidate.resource === resource && candidate.value === operation,
	);
}

function operationSelector(resource: Resource): INodeProperties {
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

/** Shows a field where its operations are chosen; a field that several share appears once. */
function operationFields(resource: Resource): INodeProperties[] {
	const users = new Map<INodeProperties, string[]>();
	for (const { value, fields } of operations.filter((each) => each.resource === resource)) {
		for (const field of fields) users.set(field, [...(users.get(field) ?? []), value]);
	}
	return [...users].map(([field, operation]) => ({
		...field,
		displayOptions: {
			...field.displayOptions,
			show: { ...field.displayOptions?.show, resource: [resource], operation },
		},
	}));
}

/** The operation lists and all fields, for the node's `properties`. */
export const operationProperties: INodeProperties[] = (
	['deviceImage', 'sourceImage'] as const
).flatMap((resource) => [operationSelector(resource), ...operationFields(resource)]);
