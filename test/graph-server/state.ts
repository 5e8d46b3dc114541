import type { AccessTokens } from './accessTokens';
import type { Clock } from './clock';
import type { Faults } from './faults';
import type { ManagedIdentity } from './hostIdentity/managedIdentities';
import type { DeviceCodes } from './login/deviceCodes';
import type { SignIns } from './login/signIns';
import type { RequestLog } from './requestLog';
import type { Settings } from './settings';
import type { Tenant } from './tenant';

/** What every part of the server shares. */
export interface ServerState {
	tenant: Tenant;
	clock: Clock;
	settings: Settings;
	faults: Faults;
	log: RequestLog;
	tokens: AccessTokens;
	signIns: SignIns;
	deviceCodes: DeviceCodes;
	/** The managed identities of the machine that n8n is on. */
	identities: ManagedIdentity[];
	/** The roots that tokens may be asked for and are good for. */
	audiences(): string[];
	/** Aborted when the server closes. */
	closing: AbortSignal;
}
