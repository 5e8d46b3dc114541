import { deviceImageType } from '../images/imageTypes';
import type { StoredImage } from '../images/storedImage';
import { collectionBody, entityBody, type Shape } from '../odata/collection';
import { odataError, serviceError } from '../odata/errors';
import { readQueryOptions, type Query } from '../odata/queryOptions';
import { showEntity } from '../odata/showEntity';
import { createImage } from './createDeviceImage';
import { resource, type GraphApi, type GraphCall } from './resource';
import { updateImage } from './updateDeviceImage';

/** Where device images live, after the version. */
export const deviceImagesPath = '/deviceManagement/virtualEndpoint/deviceImages';
const context = deviceImagesPath.slice(1);
const guid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** List, get, create, update, delete and count (contract 1). */
export function deviceImageRoutes(api: GraphApi): void {
	// Contract 1.8 [U]: a permission is registered for PATCH on this path, too; that it answers 405 is our guess.
	resource(api, deviceImagesPath, {
		GET: { needs: 'read', answer: listImages },
		POST: { needs: 'write', answer: createImage },
	});
	resource(api, `${deviceImagesPath}/$count`, {
		GET: { needs: 'read', answer: countImages },
	});
	resource(api, `${deviceImagesPath}/:id`, {
		GET: { needs: 'read', answer: getImage },
		PATCH: { needs: 'write', answer: updateImage },
		DELETE: { needs: 'write', answer: deleteImage },
	});
}

function listImages(call: GraphCall) {
	const { state, request, root, version } = call;
	const options = readQueryOptions(request.query as Query, deviceImageType[version], 'collection');
	return collectionBody({
		rows: [...state.tenant.images.values()],
		show: (image) => showEntity(call, deviceImageType, image),
		options,
		context,
		root,
		url: request.url,
		pageSize: state.settings.pageSize,
	});
}

function getImage(call: GraphCall) {
	const options = readQueryOptions(
		call.request.query as Query,
		deviceImageType[call.version],
		'entity',
	);
	return imageBody(call, imageOf(call), options);
}

function countImages({ state, request, reply, version }: GraphCall) {
	const type = deviceImageType[version];
	const { filter } = readQueryOptions(request.query as Query, type, 'collection');
	const images = [...state.tenant.images.values()];
	reply.type('text/plain');
	return String(filter ? images.filter(filter).length : images.length);
}

function deleteImage(call: GraphCall) {
	const { tenant, settings } = call.state;
	const { id } = imageOf(call);
	const user = [...tenant.policies.values()].find((policy) => policy.imageId.toLowerCase() === id);
	if (user) {
		// Contract 3.2 [U]: that it is refused is documented; status and code are ours.
		throw serviceError(
			409,
			'DeviceImageInUse',
			`The device image is used by the provisioning policy '${user.displayName}'.`,
		);
	}
	const pool = [...tenant.agentPools.values()].find((each) => each.cloudPcConfiguration.imageId.toLowerCase() === id);
	if (pool && settings.agentPoolKeepsImage) {
		// Whether a pool keeps its image, and how the service says so, is unknown ([U]).
		throw serviceError(409, 'DeviceImageInUse', `The device image is used by the agent pool '${pool.displayName}'.`);
	}
	tenant.images.delete(id);
	call.reply.code(204);
}

/**
 * The image that the path names.
 *
 * @throws GraphError 400 when the id is no GUID, 404 when the tenant has no such image; status
 * and codes of both are ours (contract 3.5, [U]), and that a missing permission is told before.
 */
export function imageOf(call: GraphCall): StoredImage {
	const { id } = call.request.params as { id: string };
	if (!guid.test(id)) throw odataError(`Invalid object identifier '${id}'.`);
	const image = call.state.tenant.image(id.toLowerCase());
	if (!image) {
		throw serviceError(404, 'DeviceImageNotFound', `The device image '${id}' was not found.`);
	}
	return image;
}

/** The entity as an answer. */
export function imageBody(call: GraphCall, image: StoredImage, shape?: Shape) {
	return entityBody(call.root, context, showEntity(call, deviceImageType, image), shape);
}
