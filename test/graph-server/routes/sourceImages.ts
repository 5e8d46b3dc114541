import { sourceImageType } from '../images/imageTypes';
import type { SourceImage } from '../images/storedImage';
import { collectionBody } from '../odata/collection';
import type { ApiVersion } from '../odata/entityType';
import { readQueryOptions, type Query } from '../odata/queryOptions';
import { deviceImagesPath } from './deviceImages';
import { resource, type GraphApi, type GraphCall } from './resource';

/** The function in its three spellings (contract 1); the first is the documented one. */
const spellings = ['getSourceImages', 'getSourceImages()', 'microsoft.graph.getSourceImages()'];

/** getSourceImages: what could be uploaded (contract 1.6). */
export function sourceImageRoutes(api: GraphApi): void {
	for (const spelling of spellings) {
		resource(api, `${deviceImagesPath}/${spelling}`, {
			GET: { needs: 'read', answer: listSources },
		});
	}
}

function listSources({ state, request, root, version }: GraphCall) {
	const type = sourceImageType[version];
	return collectionBody({
		rows: state.tenant.sourceImages.map((source) => showSource(source, version)),
		show: (source) => source,
		// Only `$filter` on beta is documented; the rest is tolerated ([U]).
		options: readQueryOptions(request.query as Query, type, 'collection'),
		context: 'Collection(microsoft.graph.cloudPcSourceDeviceImage)',
		root,
		url: request.url,
		pageSize: 0,
	});
}

function showSource(source: SourceImage, version: ApiVersion): Record<string, unknown> {
	const { resourceId, displayName, subscriptionId, subscriptionDisplayName, category } = source;
	// Contract 1.6: a gallery version's name is its version number alone.
	const shown = { resourceId, displayName, subscriptionId, subscriptionDisplayName };
	return version === 'beta' ? { ...shown, id: resourceId, category } : shown;
}
