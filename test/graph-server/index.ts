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
export type { StoredAgentPool } from './cloudPcs/agentPool';
export type { StoredCloudPc } from './cloudPcs/storedCloudPc';
export type { StoredGalleryImage } from './images/galleryImage';
export type { SourceImage, StoredImage } from './images/storedImage';
export type { StoredPolicy } from './policies/storedPolicy';
export type { RecordedRequest } from './requestLog';
export type { GraphMethod, MissingMethodAnswer, Settings, UploadOutcome } from './settings';
export { Tenant, type App, type FederatedCredential, type User } from './tenant';
export {
	registerNewApp,
	sampleApps,
	sampleImageIds,
	sampleSources,
	sampleTenant,
	sampleUser,
} from './sample';
export { sampleAgentPoolId, sampleGalleryImageIds, samplePolicyId, samplePolicyIds, seedTenant } from './sampleUse';
