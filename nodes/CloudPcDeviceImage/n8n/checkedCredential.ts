import {
	NodeOperationError,
	type Failure,
	type IExecuteFunctions,
	type ILoadOptionsFunctions,
	type IPollFunctions,
} from 'n8n-workflow';

import { tenantProblem } from '../../../credentials/entra/tenant';
import type { SignIn } from '../graph/errors';
import { findDifference, refuseEdited, type DecidingFields } from './sameConnection';
import { refuseToken, type Refusal } from './tokenTarget';

/** n8n's `this` of a node, a picker or a trigger. */
export type Context = IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions;

export type CredentialType = 'cloudPcGraphManagedIdentityApi' | 'cloudPcGraphOAuth2Api';

/** A credential with which nothing may be sent. */
export class RefusedCredential extends NodeOperationError {
	constructor(context: Context, { message, description }: Refusal, cause: Failure['cause'], itemIndex?: number) {
		super(context.getNode(), message, { description, itemIndex, failure: { cause } });
	}
}

/**
 * Makes sure that the tenant of a credential can be one. That of a host identity is looked at where its token is asked for.
 *
 * @throws RefusedCredential
 */
export function checkTenant(
	context: Context,
	{ tenantId }: DecidingFields,
	signIn: SignIn,
	itemIndex?: number,
): void {
	const problem = signIn === 'user' || signIn === 'app' ? tenantProblem(tenantId, signIn) : undefined;
	if (!problem) return;
	const { reason: message, remedy: description } = problem;
	throw new RefusedCredential(context, { message, description }, 'configuration-invalid', itemIndex);
}

/**
 * Makes sure that the stored token of a credential is for the tenant and the Graph that the credential names. That of a host
 * identity needs no check: it carries what it was made for (`storedToken.ts`).
 *
 * @throws RefusedCredential; UnsafeUrl
 */
export function checkToken(context: Context, credential: DecidingFields, itemIndex?: number): void {
	const refusal = refuseToken(credential);
	if (refusal) throw new RefusedCredential(context, refusal, 'configuration-invalid', itemIndex);
}

/** How long a credential counts as just read, ms: n8n takes a read of its database and about 1 ms for another look. */
const justReadMs = 100;

/**
 * Makes a context whose credential is checked whenever n8n's request helper reads it for a request: a run may take hours, and
 * another one may have stored its token meanwhile. The first request takes what was just read.
 *
 * @param context n8n's `this`
 * @param credentialType of the node's authentication
 * @param credential its decrypted fields when the run began
 * @param isUsable whether they have a token and are those of item 0, which the request helper reads
 */
export function withCheckedCredential(
	context: Context,
	credentialType: CredentialType,
	credential: DecidingFields,
	isUsable: boolean,
): Context {
	const readAt = Date.now();
	let justRead = isUsable ? { ...credential } : undefined;
	const getCredentials: IExecuteFunctions['getCredentials'] = async (type, itemIndex) => {
		if (justRead && type === credentialType && Date.now() - readAt < justReadMs) {
			const once = justRead;
			justRead = undefined;
			return once as never;
		}
		const now = await context.getCredentials<object>(type, itemIndex);
		if (type === credentialType) {
			const difference = findDifference(credential, now);
			if (difference) throw new RefusedCredential(context, refuseEdited(difference), 'temporarily-unavailable');
			checkToken(context, now);
		}
		return now as never;
	};
	return Object.create(context, { getCredentials: { value: getCredentials } }) as Context;
}
