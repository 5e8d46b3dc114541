import { collectionBody } from '../odata/collection';
import { GraphError } from '../odata/errors';
import { readQueryOptions, withFilterSupport, type Query } from '../odata/queryOptions';
import { provisioningPolicyType } from '../policies/policyType';
import { asRead } from '../policies/readLag';
import { policiesPath as path, policyBody, policyOf, showPolicy } from './policy';
import { resource, type GraphApi, type GraphCall, type Method } from './resource';
import { updatePolicy } from './updatePolicy';

/** List, get and update (life cycle contract 1.1). */
export function provisioningPolicyRoutes(api: GraphApi): void {
	resource(api, path, { GET: { needs: 'read', answer: listPolicies }, POST: notPlayed('create policies') });
	resource(api, `${path}/:id`, {
		GET: { needs: 'read', answer: getPolicy },
		PATCH: { needs: 'write', answer: updatePolicy },
		DELETE: notPlayed('delete policies'),
	});
	resource(api, `${path}/:id/assignments`, { GET: { needs: 'read', answer: refuseAssignments } });
}

/** What the live service can do and this one cannot: it says so instead of playing a 405. */
export function notPlayed(what: string): Method {
	return {
		needs: 'write',
		answer() {
			throw new GraphError(501, 'NotImplemented', `The local Graph does not ${what}.`);
		},
	};
}

function listPolicies(call: GraphCall) {
	const { state, request, root, version } = call;
	const query = withFilterSupport(request.query as Query, state.settings.policyFilter);
	const options = readQueryOptions(query, provisioningPolicyType[version], 'collection');
	const now = state.clock.now();
	return collectionBody({
		rows: [...state.tenant.policies.values()].map((policy) => asRead(policy, now)),
		show: (policy) => showPolicy(call, policy, options),
		options,
		context: path.slice(1),
		root,
		url: request.url,
		pageSize: state.settings.policyPageSize,
	});
}

function getPolicy(call: GraphCall) {
	const { request, state, version } = call;
	const options = readQueryOptions(request.query as Query, provisioningPolicyType[version], 'entity');
	return policyBody(call, asRead(policyOf(call), state.clock.now()), options);
}

/** Seen in October 2025: assignments are read with `$expand` alone. The code is ours ([U]). */
function refuseAssignments(): never {
	throw new GraphError(404, 'ResourceNotFound', "Resource not found for the segment 'assignments'.");
}
