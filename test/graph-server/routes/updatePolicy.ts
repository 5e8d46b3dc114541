import { odataError, serviceError } from '../odata/errors';
import { provisioningPolicyType } from '../policies/policyType';
import { showUntil } from '../policies/readLag';
import type { StoredPolicy } from '../policies/storedPolicy';
import type { Tenant } from '../tenant';
import { refuseUnknownProperties } from './createDeviceImage';
import { jsonBody } from './jsonBody';
import { policyBody, policyOf } from './policy';
import type { GraphCall } from './resource';

const required = ['displayName', 'imageId', 'imageType', 'imageDisplayName'];
const updatable = [
	...required,
	'description',
	'domainJoinConfigurations',
	'enableSingleSignOn',
	'windowsSetting',
	'autopatch',
	'cloudPcNamingTemplate',
	'microsoftManagedDesktop',
];
const updatableInBeta = [...updatable, 'autopilotConfiguration', 'userSettingsPersistenceConfiguration'];

/** PATCH: merges what was sent into the policy (life cycle contract 1.4). */
export function updatePolicy(call: GraphCall) {
	const { state, reply, request, version } = call;
	const { settings, tenant, clock } = state;
	const policy = policyOf(call);
	const body = jsonBody(request);
	refuseUnknownProperties(body, provisioningPolicyType[version]);
	const changes = Object.fromEntries(Object.entries(body).filter(([name]) => !name.startsWith('@odata.')));
	for (const [name, value] of Object.entries(changes)) checkChange(name, value, version === 'beta' ? updatableInBeta : updatable);
	// "Custom" was seen to be taken; that it is kept in lower case is inferred.
	if (typeof changes.imageType === 'string') changes.imageType = changes.imageType.toLowerCase();
	const updated = { ...policy, ...changes } as StoredPolicy;
	if ('imageId' in changes || 'imageType' in changes) refuseImage(updated, tenant, settings.policyImageCheck);
	if (settings.policyPatchHasEffect) {
		const now = clock.now();
		if (settings.policyReadLagMs > 0) showUntil(policy, now.getTime() + settings.policyReadLagMs);
		// Who changed it last is the app's or the user's name; which one is not documented ([U]).
		Object.assign(policy, updated, { lastModifiedDateTime: now.toISOString(), lastModifiedBy: 'Local Graph' });
	}
	if (settings.policyPatchAnswer === 200) return policyBody(call, policy);
	reply.code(204);
	return undefined;
}

/** @throws GraphError 400; how the service refuses what is not updatable is unknown, the sentences are ours ([U]). */
function checkChange(name: string, value: unknown, allowed: readonly string[]): void {
	if (!allowed.includes(name)) throw odataError(`The property '${name}' is read-only.`);
	if (required.includes(name) && (typeof value !== 'string' || value.trim() === '')) {
		throw serviceError(400, 'InvalidProperties', `${name} is required.`);
	}
	if (name === 'displayName' && /[<>&|"^]/.test(String(value))) {
		throw serviceError(400, 'InvalidProperties', 'displayName must not contain < > & | " ^.');
	}
	// Seen where a whole policy was sent back (life cycle contract 1.4).
	if (name === 'domainJoinConfigurations' && JSON.stringify(value).includes('geographicLocationType')) {
		throw serviceError(400, 'InvalidProperties', 'Target Geography is invalid.');
	}
}

/** @throws GraphError 400, by `settings.policyImageCheck`; code and sentences are ours ([U]). */
function refuseImage(policy: StoredPolicy, tenant: Tenant, check: 'usable' | 'exists' | 'none'): void {
	const { imageId, imageType } = policy;
	const refusal = (why: string) => serviceError(400, 'InvalidProperties', `The ${imageType} image '${imageId}' ${why}.`);
	if (imageType !== 'custom' && imageType !== 'gallery') throw serviceError(400, 'InvalidProperties', 'imageType must be custom or gallery.');
	if (check === 'none') return;
	const image = imageType === 'custom' ? tenant.image(imageId.toLowerCase()) : tenant.galleryImage(imageId);
	if (!image) throw refusal('was not found');
	const isUsable = imageType === 'custom' ? image.status === 'ready' : image.status !== 'notSupported';
	if (check === 'usable' && !isUsable) throw refusal(`is ${image.status}`);
}
