import { cloudPcType } from '../cloudPcs/cloudPcType';
import { collectionBody } from '../odata/collection';
import { readQueryOptions, withFilterSupport, type Query } from '../odata/queryOptions';
import { showEntity } from '../odata/showEntity';
import { resource, type GraphApi, type GraphCall } from './resource';

const path = '/deviceManagement/virtualEndpoint/cloudPCs';

/** List (life cycle contract 2.2). */
export function cloudPcRoutes(api: GraphApi): void {
	resource(api, path, { GET: { needs: 'read', answer: listCloudPcs } });
}

function listCloudPcs(call: GraphCall) {
	const { state, request, root, version } = call;
	const query = withFilterSupport(request.query as Query, state.settings.cloudPcFilter);
	return collectionBody({
		rows: [...state.tenant.cloudPcs.values()],
		show: (cloudPc) => showEntity(call, cloudPcType, cloudPc),
		options: readQueryOptions(query, cloudPcType[version], 'collection'),
		context: path.slice(1),
		root,
		url: request.url,
		pageSize: state.settings.cloudPcPageSize,
	});
}
