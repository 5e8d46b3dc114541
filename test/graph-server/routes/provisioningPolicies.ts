import { collectionBody, entityBody } from '../odata/collection';
import { provisioningPolicyType } from '../odata/entityType';
import { GraphError, odataError, serviceError } from '../odata/errors';
import { readQueryOptions, type Query } from '../odata/queryOptions';
import type { Settings } from '../settings';
import { resource, type GraphApi, type GraphCall, type Method } from './resource';

const path = '/deviceManagement/virtualEndpoint/provisioningPolicies';
const context = path.slice(1);

// The live service can write policies; this one cannot, and says so instead of playing a 405.
const notPlayed: Method = {
	needs: 'write',
	answer() {
		throw new GraphError(501, 'NotImplemented', 'The local Graph does not write policies.');
	},
};

/** The policies, read only: they tell which images are in use (contract 7). */
export function provisioningPolicyRoutes(api: GraphApi): void {
	resource(api, path, { GET: { needs: 'read', answer: listPolicies }, POST: notPlayed });
	resource(api, `${path}/:id`, {
		GET: { needs: 'read', answer: getPolicy },
		PATCH: notPlayed,
		DELETE: notPlayed,
	});
}

function listPolicies({ state, request, root }: GraphCall) {
	return collectionBody({
		rows: [...state.tenant.policies.values()],
		show: (policy) => ({ ...policy }),
		options: readQueryOptions(queryOf(request.query as Query, state.settings), provisioningPolicyType, 'collection'),
		context,
		root,
		url: request.url,
		pageSize: 0,
	});
}

/** @throws GraphError 400 for `$filter` where it is refused; the sentence is ours ([U]). */
function queryOf(query: Query, { policyFilter }: Settings): Query {
	if (policyFilter === 'works' || query.$filter === undefined) return query;
	if (policyFilter === 'refused') throw odataError("The query option '$filter' is not supported here.");
	return Object.fromEntries(Object.entries(query).filter(([name]) => name !== '$filter'));
}

function getPolicy({ state, request, root }: GraphCall) {
	const { id } = request.params as { id: string };
	const { select } = readQueryOptions(request.query as Query, provisioningPolicyType, 'entity');
	const policy = state.tenant.policies.get(id.toLowerCase());
	if (!policy) {
		// Status and code are ours, as for images ([U]).
		throw serviceError(404, 'ProvisioningPolicyNotFound', `The policy '${id}' was not found.`);
	}
	return entityBody(root, context, { ...policy }, select);
}
