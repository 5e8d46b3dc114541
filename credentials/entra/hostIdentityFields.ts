import type { CloudChoice } from './clouds';

/** The fields of the credential `cloudPcGraphManagedIdentityApi`. */
export interface HostIdentityFields extends CloudChoice {
	/** `managedIdentity` or `federated`. */
	identityKind?: unknown;
	/** Of a user-assigned identity; empty for the system-assigned one. */
	managedIdentityClientId?: unknown;
	/** Federated: the tenant to reach, GUID or domain. */
	tenantId?: unknown;
	/** Federated: the app registration that trusts the host's identity. */
	clientId?: unknown;
	/** The token in use so far, as `storedToken.ts` keeps it; empty at first. */
	accessToken?: unknown;
}
