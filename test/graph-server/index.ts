export {
	startGraphServer,
	type GraphServer,
	type GraphServerOptions,
	type TokenOptions,
} from './server';
export { createAppCertificate, type AppCertificate } from './appCertificate';
export { Clock } from './clock';
export { appOnlyCredential, certificateCredential, hostIdentityCredential } from './credential';
export { Faults, type Fault, type FaultRule } from './faults';
export { identityHeader } from './hostIdentity/identityEndpoints';
export { sampleIdentities, type ManagedIdentity } from './hostIdentity/managedIdentities';
export type { SourceImage, StoredImage, StoredPolicy } from './images/storedImage';
export type { RecordedRequest } from './requestLog';
export type { GraphMethod, MissingMethodAnswer, Settings, UploadOutcome } from './settings';
export { Tenant, type App, type FederatedCredential, type User } from './tenant';
export {
	registerNewApp,
	sampleApps,
	sampleImageIds,
	samplePolicyId,
	sampleSources,
	sampleTenant,
	sampleUser,
} from './sample';
