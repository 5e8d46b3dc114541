import { galleryImageType } from '../images/galleryImage';
import { collectionBody, entityBody } from '../odata/collection';
import { serviceError } from '../odata/errors';
import { readQueryOptions, type Query } from '../odata/queryOptions';
import { showEntity } from '../odata/showEntity';
import { resource, type GraphApi, type GraphCall } from './resource';

const path = '/deviceManagement/virtualEndpoint/galleryImages';
const context = path.slice(1);

/** List and get (life cycle contract 3). */
export function galleryImageRoutes(api: GraphApi): void {
	resource(api, path, { GET: { needs: 'read', answer: listGalleryImages } });
	resource(api, `${path}/:id`, { GET: { needs: 'read', answer: getGalleryImage } });
}

function listGalleryImages(call: GraphCall) {
	const { state, request, root, version } = call;
	return collectionBody({
		rows: [...state.tenant.galleryImages.values()],
		show: (image) => showEntity(call, galleryImageType, image),
		options: readQueryOptions(request.query as Query, galleryImageType[version], 'collection'),
		context,
		root,
		url: request.url,
		pageSize: state.settings.policyPageSize,
	});
}

/** That the case of the id does not matter is inferred; status and code of the 404 are ours ([U]). */
function getGalleryImage(call: GraphCall) {
	const { state, request, root, version } = call;
	const { id } = request.params as { id: string };
	const options = readQueryOptions(request.query as Query, galleryImageType[version], 'entity');
	const image = state.tenant.galleryImage(id);
	if (!image) throw serviceError(404, 'GalleryImageNotFound', `The gallery image '${id}' was not found.`);
	return entityBody(root, context, showEntity(call, galleryImageType, image), options);
}
