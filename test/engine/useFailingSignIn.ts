import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { registerNewApp, sampleImageIds, type App } from '../graph-server';
import type { NodeRun } from './engine';
import { byId, useNode, type TestNode } from './useNode';

export const noToken = "Get device image: Microsoft Entra ID didn't issue a token";
export const unavailable = "Get device image: Microsoft Entra ID can't be reached or isn't available";
/** Where a person finds the secrets, certificates and federated credentials of an app. */
export const secrets = 'App registrations > your app > Certificates & secrets';
export const forSupport = /For Microsoft support: correlation ID [\da-f-]{36}, trace ID [\da-f-]{36}, date [\d-]{10} [\d:]{8}Z\.$/;
export const getReady = { imageId: byId(sampleImageIds.ready) };

export type SignInError = NonNullable<NodeRun['error']> & { description: string };

/** A node whose sign-in fails, and Entra as it tells why. */
export interface FailingSignIn {
	node: TestNode;
	/** Returns the error of a run that must fail, with another stored credential if one is given. */
	errorOf(credential?: ICredentialDataDecryptedObject, authentication?: string): Promise<SignInError>;
	newApp(change?: Partial<App>): App;
	/** Returns a time of the local Entra, ISO. */
	yesterday(): string;
}

/** Arranges a node, and one local Entra for all tests of a file; called once, at its top. */
export function useFailingSignIn(): FailingSignIn {
	const node = useNode({ graphFor: 'file', hostIdentitiesOf: 'virtualMachine' });
	const { engine, graph, run } = node;
	return {
		node,
		async errorOf(credential, authentication = 'oAuth2') {
			if (credential) engine.useCredential(credential);
			const { error } = await run('get', { ...getReady, authentication, options: { retryBudgetSeconds: 0 } });
			if (!error) throw new Error('It worked');
			return { ...error, message: error.message, description: error.description ?? '' };
		},
		newApp: (change = {}) => registerNewApp(graph.tenant, change),
		yesterday: () => new Date(graph.clock.now().getTime() - 86_400_000).toISOString(),
	};
}

/** Expects code, reason, and the place to mend it; with all three IDs. */
export function expectTold(
	error: SignInError,
	code: number,
	reason: string,
	place: string,
): void {
	expect(error.message).toBe(`${noToken}: ${reason}`);
	expect(error.description).toMatch(new RegExp(`^Microsoft Entra ID returned: AADSTS${code}: [^\n]*\n`));
	expect(error.description).not.toMatch(/^Microsoft Entra ID returned: .*(Trace|Correlation) ID/);
	expect(error.description).toContain(place);
	expect(error.description).toMatch(forSupport);
	expect(error.context.data).toMatchObject({
		kind: 'signInFailed',
		correlationId: expect.stringMatching(/^[\da-f-]{36}$/),
		traceId: expect.stringMatching(/^[\da-f-]{36}$/),
	});
}
