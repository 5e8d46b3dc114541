import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import { explainCertificate, type CertificateFields } from '../../../credentials/entra/appCertificate';
import { graphRoot, UnsafeUrl } from '../../../credentials/entra/clouds';
import { HostIdentityError } from '../../../credentials/entra/hostIdentityErrors';
import { redact } from '../../../credentials/entra/redact';
import type { Authentication } from '../parameters/authentication';
import { readErrorBody } from '../graph/body';
import {
	checkTenant,
	checkToken,
	RefusedCredential,
	withCheckedCredential,
	type Context,
	type CredentialType,
} from './checkedCredential';
import { GraphError, type HttpResponse, type SignIn } from '../graph/errors';
import type { GraphConnection } from '../graph/transport';
import { cancelSignalOf, withFirstToken } from './firstToken';
import { readThrown, wasSent } from './requestErrors';
import { findDifference, refuseItems } from './sameConnection';
import { accessTokenOf, tenantOf } from './signedInTenant';

/** Returns the credential type behind a value of the parameter `authentication`. */
const credentialTypeOf = (authentication: Authentication): CredentialType =>
	authentication === 'oAuth2' ? 'cloudPcGraphOAuth2Api' : 'cloudPcGraphManagedIdentityApi';

/**
 * Creates a Graph connection from the node's credential. The only place where the Graph client meets n8n.
 *
 * @param context n8n's `this` of a node, a trigger or a picker
 * @param authentication value of the parameter `authentication`
 * @param itemIndex the item whose credential is meant
 * @throws NodeOperationError when the stored token is for another tenant or cloud; UnsafeUrl
 */
export async function connectToGraph(
	context: Context,
	authentication: Authentication,
	itemIndex = 0,
): Promise<GraphConnection> {
	const credentialType = credentialTypeOf(authentication);
	const credential = await context.getCredentials(credentialType, itemIndex);
	const root = graphRoot(credential);
	const signIn = signInOf(credentialType, credential);
	checkTenant(context, credential, signIn, itemIndex);
	checkToken(context, credential, itemIndex);
	// As long as nobody has signed in, a stored credential has an empty object here.
	const hasToken = Boolean(accessTokenOf(credential) || credential.accessToken);
	const checkedContext = withCheckedCredential(context, credentialType, credential, hasToken && itemIndex === 0);
	const { id } = context.getNode().credentials?.[credentialType] ?? {};

	const send = async (request: IHttpRequestOptions, requestLine: string): Promise<HttpResponse> => {
		try {
			return (await context.helpers.httpRequestWithAuthentication.call(
				checkedContext,
				credentialType,
				request,
			)) as HttpResponse;
		} catch (error) {
			await readErrorBody(error, requestLine, request.timeout ?? 60_000);
			throw readError(requestLine, error, credential);
		}
	};

	return {
		root,
		signIn,
		identity: [id, tenantOf(credential), root].join(' '),
		send: withFirstToken(`${credentialType} ${id}`, hasToken, cancelSignalOf(context), send),
	};
}

/** How many items are read at the same time. */
const readTogether = 20;

/**
 * Makes sure that a credential with an expression means the same for all items of a run. n8n decrypts it anew for each item,
 * which takes a read of its database and about 1 ms, but a change in the wrong tenant cannot be undone.
 *
 * @param context n8n's `this` of the node
 * @param authentication value of the parameter `authentication`
 * @param itemIndexes the items with this authentication
 * @throws NodeOperationError when an item means another tenant, Graph or identity than the first item of the run; UnsafeUrl
 */
export async function checkSameConnection(
	context: IExecuteFunctions,
	authentication: Authentication,
	itemIndexes: number[],
): Promise<void> {
	const credentialType = credentialTypeOf(authentication);
	// n8n's request helper always takes the values of item 0.
	const others = itemIndexes.filter((item) => item !== 0);
	if (others.length === 0) return;
	const first = await context.getCredentials(credentialType, 0);
	for (let from = 0; from < others.length; from += readTogether) {
		const items = others.slice(from, from + readTogether);
		const read = items.map(async (item) => await context.getCredentials(credentialType, item));
		for (const [index, credential] of (await Promise.all(read)).entries()) {
			const difference = findDifference(first, credential);
			if (!difference) continue;
			const item = items[index] ?? 0;
			const refusal = refuseItems(difference, item, credentialType === 'cloudPcGraphManagedIdentityApi');
			throw new RefusedCredential(context, refusal, 'configuration-invalid', item);
		}
	}
}

function signInOf(
	credentialType: CredentialType,
	{ grantType, identityKind }: { grantType?: unknown; identityKind?: unknown },
): SignIn {
	if (credentialType === 'cloudPcGraphOAuth2Api') {
		return grantType === 'clientCredentials' ? 'app' : 'user';
	}
	return identityKind === 'federated' ? 'federated' : 'managedIdentity';
}

function readError(request: string, error: unknown, credential: CertificateFields): Error {
	const { cause } = Object(error) as { cause?: unknown };
	if (cause instanceof RefusedCredential || cause instanceof UnsafeUrl) return cause;
	if (cause instanceof HostIdentityError) {
		const kind = cause.kind === 'NoAnswer' ? 'signInUnavailable' : 'signInFailed';
		return new GraphError({ request, kind, code: '', serviceMessage: '', remedy: redact(cause.message) });
	}
	const failure = readThrown(request, error);
	// At a renewal, what cannot sign fails in OpenSSL, before anything is sent.
	const mayBeCertificate = failure.kind === 'signInFailed' || !wasSent(error);
	const remedy = mayBeCertificate
		? explainCertificate(credential, `${failure.serviceMessage} ${String(error)}`, new Date())
		: undefined;
	if (remedy === undefined) return new GraphError(failure);
	// Words that are not Entra's come from OpenSSL and help nobody.
	const serviceMessage = failure.serviceMessage.includes('AADSTS') ? failure.serviceMessage : '';
	return new GraphError({ ...failure, kind: 'signInFailed', code: '', serviceMessage, remedy });
}
