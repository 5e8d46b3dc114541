import { deviceImageType } from '../images/imageTypes';
import type { EntityType } from '../odata/entityType';
import { odataError, serviceError } from '../odata/errors';
import type { Tenant } from '../tenant';
import { imageBody } from './deviceImages';
import { jsonBody } from './jsonBody';
import type { GraphCall } from './resource';

const armId = new RegExp(
	'^/subscriptions/[\\da-f]{8}(-[\\da-f]{4}){3}-[\\da-f]{12}/resourceGroups/[^/]+' +
		'/providers/Microsoft\\.Compute' +
		'/(images/[^/]+|galleries/[^/]+/images/[^/]+/versions/\\d+\\.\\d+\\.\\d+)$',
	'i',
);
const required = ['displayName', 'version', 'sourceImageResourceId'] as const;

/** The three inputs of a new image. */
type NewImage = Record<(typeof required)[number], string>;

/** POST: validates, stores the image as pending and answers 201 at once (contract 1.4, 3.1). */
export function createImage(call: GraphCall) {
	const { tenant, settings } = call.state;
	const body = jsonBody(call.request);
	refuseUnknownProperties(body, deviceImageType[call.version]);
	const image = readNewImage(body);
	refuseTwin(tenant, image);
	if (tenant.images.size >= settings.imageLimit) {
		// Contract 3.2 [U]: the limit is documented; status and code are ours.
		const text = `A tenant can have up to ${settings.imageLimit} custom device images.`;
		throw serviceError(400, 'DeviceImageLimitExceeded', text);
	}
	call.reply.code(201);
	// Everything else in the body is read-only; that it is ignored rather than refused is [U].
	return imageBody(call, tenant.addImage(image));
}

/** Refuses what the type does not have, in the words of Graph's OData layer ([K]). */
export function refuseUnknownProperties(body: object, { name: typeName, properties }: EntityType): void {
	for (const name of Object.keys(body)) {
		if (Object.hasOwn(properties, name) || name.startsWith('@odata.')) continue;
		const type = `microsoft.graph.${typeName}`;
		throw odataError(`The property '${name}' does not exist on type '${type}'.`);
	}
}

function readNewImage(body: Record<string, unknown>): NewImage {
	for (const name of required) checkInput(name, body[name]);
	return body as NewImage;
}

/**
 * Checks one input in the service's way; the sentences are ours.
 *
 * @throws GraphError 400 with InvalidProperties inside.
 */
export function checkInput(name: string, value: unknown): void {
	if (typeof value !== 'string' || value.trim() === '') {
		throw serviceError(400, 'InvalidProperties', `${name} is required.`);
	}
	// Contract 1.4 [U]: whether the service refuses `1.0` is unknown; documented is a.b.c.
	if (name === 'version' && !/^\d+\.\d+\.\d+$/.test(value)) {
		throw serviceError(400, 'InvalidProperties', 'version must be Major.Minor.Patch.');
	}
	if (name === 'sourceImageResourceId' && !armId.test(value)) {
		throw serviceError(400, 'InvalidProperties', 'sourceImageResourceId is not an image.');
	}
}

/** Name and version together identify an image (contract 1.4); status and code are ours ([U]). */
export function refuseTwin(tenant: Tenant, image: { displayName: string; version: string }): void {
	for (const other of tenant.images.values()) {
		if (other.displayName !== image.displayName || other.version !== image.version) continue;
		const text = `The device image '${image.displayName}' ${image.version} already exists.`;
		throw serviceError(409, 'DeviceImageAlreadyExists', text);
	}
}
