import { nodeType } from '../../scripts/localGraph';
import { errorOf, getImage, type Credential, type SignInHost } from './signInHost';

/** Asserts that a run and the credential test both say why the login service refused. */
export async function expectTold(host: SignInHost, credential: Credential, words: string): Promise<void> {
	expect(errorOf(await host.run(credential))).toContain(words);
	expect(await host.n8n.api.testCredential(credential)).toMatchObject({ status: 'Error' });
	expect(host.log().filter((line) => line === 'login POST 400' || line === 'login POST 401')).toHaveLength(2);
}

/** Asserts that a run says that the login service does not work, which no change of the credential mends. */
export async function expectOutOfOrder(host: SignInHost, credential: Credential): Promise<void> {
	host.graph.faults.add({ path: '/oauth2/v2.0/token', times: Infinity, then: { status: 503 } });
	const parameters = { ...getImage(credential.type), options: { retryBudgetSeconds: 0 } };
	const execution = await host.run(credential, 1, { type: nodeType, typeVersion: 1, parameters });
	expect(errorOf(execution)).toContain("isn't available");
	expect(await host.n8n.api.testCredential(credential)).toMatchObject({ status: 'Error' });
	host.graph.faults.clear();
}
