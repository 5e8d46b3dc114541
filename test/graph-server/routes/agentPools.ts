import { agentPoolType, type StoredAgentPool } from '../cloudPcs/agentPool';
import { collectionBody, entityBody } from '../odata/collection';
import { GraphError, odataError, serviceError } from '../odata/errors';
import { readQueryOptions, type Query } from '../odata/queryOptions';
import { showEntity } from '../odata/showEntity';
import { notPlayed } from './provisioningPolicies';
import { resource, type GraphApi, type GraphCall } from './resource';

const path = '/deviceManagement/virtualEndpoint/cloudPcPools';
const context = path.slice(1);

/** The pools of agents, read only: beta alone has them (life cycle contract 4). */
export function agentPoolRoutes(api: GraphApi): void {
	resource(api, path, { GET: { needs: 'read', answer: listPools }, POST: notPlayed('create agent pools') });
	resource(api, `${path}/:id`, {
		GET: { needs: 'read', answer: getPool },
		PATCH: notPlayed('update agent pools'),
		DELETE: notPlayed('delete agent pools'),
	});
}

function listPools(call: GraphCall) {
	const { state, request, root } = call;
	refuseForbidden(call);
	return collectionBody({
		rows: [...state.tenant.agentPools.values()],
		show: (pool) => showPool(call, pool),
		options: withoutOptions(request.query as Query),
		context,
		root,
		url: request.url,
		pageSize: state.settings.policyPageSize,
	});
}

function getPool(call: GraphCall) {
	const { state, request, root } = call;
	refuseForbidden(call);
	withoutOptions(request.query as Query);
	const { id } = request.params as { id: string };
	const pool = state.tenant.agentPools.get(id.toLowerCase());
	// Status and code are ours, as for policies ([U]).
	if (!pool) throw serviceError(404, 'CloudPcPoolNotFound', `The agent pool '${id}' was not found.`);
	return entityBody(root, context, showPool(call, pool));
}

/** By the page the permission for Cloud PCs is enough; code and words where it is not are ours ([U]). */
function refuseForbidden({ state }: GraphCall): void {
	if (state.settings.agentPoolsForbidden) throw new GraphError(403, 'Forbidden', 'Access is denied to the requested resource.');
}

/** @throws GraphError 400 for any option: none is documented; whether one is ignored or refused is unknown ([U]). */
function withoutOptions(query: Query) {
	const option = Object.keys(query).find((name) => name.startsWith('$') && name !== '$skiptoken');
	if (option) throw odataError(`The query specified in the URI is not valid: '${option}' is not supported.`);
	return readQueryOptions(query, agentPoolType.beta, 'collection');
}

function showPool(call: GraphCall, pool: StoredAgentPool) {
	return { '@odata.type': '#microsoft.graph.cloudPcAgentPool', ...showEntity(call, agentPoolType, pool) };
}
