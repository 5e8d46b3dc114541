import {
	NodeOperationError,
	type IExecuteFunctions,
	type IHttpRequestOptions,
	type ILoadOptionsFunctions,
	type IPollFunctions,
} from 'n8n-workflow';

import { explainCertificate, type CertificateFields } from '../../../credentials/entra/appCertificate';
import { graphRoot } from '../../../credentials/entra/clouds';
import { HostIdentityError } from '../../../credentials/entra/hostIdentityErrors';
import { publicText } from '../../../credentials/entra/publicText';
import { tenantProblem } from '../../../credentials/entra/tenant';
import { readErrorBody } from './body';
import { GraphError, type HttpAnswer, type SignIn } from './errors';
import type { GraphConnection } from './exchange';
import { readThrown, wasSent } from './readErrors';
import { tenantOf } from './signedInTenant';

/** The credential type behind each value of the parameter `authentication`. */
const credentialTypes = new Map([
	['managedIdentity', 'cloudPcGraphManagedIdentityApi'],
	['oAuth2', 'cloudPcGraphOAuth2Api'],
]);

/**
 * Requests under way, by credential, that get its first token. As long as none is stored, n8n asks for one with each
 * request, so that one goes ahead, and the others, those of other executions too, learn from it whether there is a token now.
 */
const firstRequests = new Map<string, Promise<boolean>>();

/**
 * Opens the way to Microsoft Graph with the node's credential. The only place where the Graph client meets n8n.
 *
 * @param context n8n's `this` of a node, a trigger or a picker
 * @param authentication value of the parameter `authentication`
 * @param itemIndex the item whose credential is meant
 * @throws NodeOperationError when the credential's URL is not safe
 */
export async function connectToGraph(
	context: IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions,
	authentication: unknown,
	itemIndex = 0,
): Promise<GraphConnection> {
	const credentialType = credentialTypes.get(String(authentication));
	if (!credentialType) {
		throw new NodeOperationError(
			context.getNode(),
			`'Authentication' has the value '${String(authentication)}', which does not exist`,
			{ description: "Choose 'Managed Identity' or 'OAuth2'.", itemIndex },
		);
	}
	const credential = await context.getCredentials(credentialType, itemIndex);
	const root = graphRoot(credential);
	const signIn = signInOf(credentialType, credential);
	// A host identity's tenant is looked at where its token is asked for.
	const problem = signIn === 'user' || signIn === 'app' ? tenantProblem(credential.tenantId, signIn) : undefined;
	if (problem) {
		const { reason, remedy: description } = problem;
		const failure = { cause: 'configuration-invalid' } as const;
		throw new NodeOperationError(context.getNode(), reason, { description, itemIndex, failure });
	}
	const { id } = context.getNode().credentials?.[credentialType] ?? {};

	const sendNow = async (request: IHttpRequestOptions, label: string): Promise<HttpAnswer> => {
		try {
			return (await context.helpers.httpRequestWithAuthentication.call(
				context,
				credentialType,
				request,
			)) as HttpAnswer;
		} catch (error) {
			await readErrorBody(error, label, request.timeout ?? 60_000);
			throw readError(label, error, credential);
		}
	};

	// As long as nobody has signed in, a stored credential has an empty object here.
	const { access_token: stored } = Object(credential.oauthTokenData) as { access_token?: unknown };
	let hasToken = Boolean(stored || credential.accessToken);
	const key = `${credentialType} ${id}`;
	return {
		root,
		signIn,
		identity: [id, tenantOf(credential), root].join(' '),
		async send(request, label) {
			const ahead = hasToken ? undefined : firstRequests.get(key);
			if (ahead) {
				const limitMs = request.timeout ?? 60_000;
				const startedAt = Date.now();
				hasToken = (await within(ahead, limitMs, cancelSignalOf(context))) === true;
				const timeout = Math.max(1, limitMs - (Date.now() - startedAt));
				// Where that one failed, nobody waits for another to fail.
				return await sendNow({ ...request, timeout }, label);
			}
			if (hasToken) return await sendNow(request, label);
			const answering = sendNow(request, label);
			const goesAhead = answering.then(
				() => true,
				() => false,
			);
			firstRequests.set(key, goesAhead);
			hasToken = await goesAhead;
			firstRequests.delete(key);
			return await answering;
		},
	};
}

/** Waits for a promise, but no longer than a request may take, and not beyond the end of the execution. */
async function within<T>(
	promise: Promise<T>,
	limitMs: number,
	cancelSignal: AbortSignal | undefined,
): Promise<T | undefined> {
	const timeLimit = AbortSignal.timeout(limitMs);
	const signal = cancelSignal ? AbortSignal.any([timeLimit, cancelSignal]) : timeLimit;
	const over = new Promise<undefined>((resolve) => {
		signal.addEventListener('abort', () => resolve(undefined), { once: true });
	});
	return await Promise.race([promise, over]);
}

const cancelSignalOf = (context: object): AbortSignal | undefined =>
	'getExecutionCancelSignal' in context
		? (context as IExecuteFunctions).getExecutionCancelSignal()
		: undefined;

function signInOf(
	credentialType: string,
	{ grantType, identityKind }: { grantType?: unknown; identityKind?: unknown },
): SignIn {
	if (credentialType === 'cloudPcGraphOAuth2Api') {
		return grantType === 'clientCredentials' ? 'app' : 'user';
	}
	return identityKind === 'federated' ? 'federated' : 'managedIdentity';
}

function readError(request: string, error: unknown, credential: CertificateFields): GraphError {
	const { cause } = Object(error) as { cause?: unknown };
	if (cause instanceof HostIdentityError) {
		const code = cause.kind === 'NoAnswer' ? 'SignInUnavailable' : cause.kind;
		return new GraphError({ request, code, serviceMessage: '', remedy: publicText(cause.message) });
	}
	const failure = readThrown(request, error);
	// At a renewal, what cannot sign fails in OpenSSL, before anything is sent.
	const mayBeCertificate = failure.code === 'SignInFailed' || !wasSent(error);
	const remedy = mayBeCertificate
		? explainCertificate(credential, `${failure.serviceMessage} ${String(error)}`, new Date())
		: undefined;
	if (remedy === undefined) return new GraphError(failure);
	// Words that are not Entra's come from OpenSSL and help nobody.
	const serviceMessage = failure.serviceMessage.includes('AADSTS') ? failure.serviceMessage : '';
	return new GraphError({ ...failure, code: 'SignInFailed', serviceMessage, remedy });
}
