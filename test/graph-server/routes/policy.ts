import { entityBody, type Shape } from '../odata/collection';
import { serviceError } from '../odata/errors';
import { showEntity } from '../odata/showEntity';
import { provisioningPolicyType } from '../policies/policyType';
import type { StoredPolicy } from '../policies/storedPolicy';
import type { GraphCall } from './resource';

/** Where provisioning policies live, after the version. */
export const policiesPath = '/deviceManagement/virtualEndpoint/provisioningPolicies';

/**
 * The policy that the path names.
 *
 * @throws GraphError 404; status and code are ours, as for images ([U]).
 */
export function policyOf(call: GraphCall): StoredPolicy {
	const { id } = call.request.params as { id: string };
	const policy = call.state.tenant.policies.get(id.toLowerCase());
	if (!policy) {
		throw serviceError(404, 'ProvisioningPolicyNotFound', `The policy '${id}' was not found.`);
	}
	return policy;
}

/** The entity as an answer. */
export function policyBody(call: GraphCall, policy: StoredPolicy, options?: Shape) {
	return entityBody(call.root, policiesPath.slice(1), showPolicy(call, policy, options), options);
}

/** Returns a policy as a client sees it; its assignments only where they are expanded. */
export function showPolicy(call: GraphCall, policy: StoredPolicy, options?: Shape) {
	const shown = showEntity(call, provisioningPolicyType, policy);
	return options?.expand?.includes('assignments') ? { ...shown, assignments: policy.assignments } : shown;
}
