import {
	createAppCertificate,
	registerNewApp,
	sampleApps,
	samplePolicyId,
	sampleSources,
	startGraphServer,
	type GraphServer,
} from '../graph-server';
import { answerOnDevicePage } from './devicePage';
import { appTokens, axiosFor, userTokens } from './msal';
import { AskedGraph, questions } from './questions';
import { comparable } from './questions/facts';

let graph: GraphServer;
let asked: AskedGraph;

type SignedInAs = 'app' | 'user';

async function signIn(as: SignedInAs) {
	const http = axiosFor(graph);
	const authority = `${graph.httpsUrl}/${graph.tenant.id}`;
	if (as === 'app') {
		const { certificate, privateKey, thumbprintSha256 } = await createAppCertificate();
		const { clientId } = registerNewApp(graph.tenant, { secrets: [], certificates: [certificate] });
		const auth = { clientCertificate: { privateKey, thumbprintSha256 } };
		return {
			tokens: appTokens({ clientId, authority, http }, auth, graph.httpsUrl),
			permissions: [],
			certified: { clientId, certificate, privateKey },
		};
	}
	const { clientId } = registerNewApp(graph.tenant, { secrets: [] });
	graph.settings.deviceCodeIntervalSeconds = 1;
	const scopes = [`${graph.httpsUrl}/CloudPC.ReadWrite.All`];
	const signedIn = await userTokens({ clientId, authority, http }, scopes, (words) => {
		void answerOnDevicePage(http, words, 'accept');
	});
	return { ...signedIn, certified: undefined };
}

/** What makes sense for the one alone. */
const onlyFor: Record<string, SignedInAs> = { 'user-consent': 'user', 'assertion-of-n8n': 'app' };

describe.each<SignedInAs>(['app', 'user'])('the local Graph, asked by a signed-in %s', (as) => {
	beforeAll(async () => {
		graph = await startGraphServer();
		const { tokens, permissions, certified } = await signIn(as);
		asked = new AskedGraph({
			client: axiosFor(graph, await tokens()),
			nobody: axiosFor(graph),
			authority: `${graph.httpsUrl}/${graph.tenant.id}`,
			signedInAs: as,
			certified,
			permissions,
			sources: [sampleSources.managed.resourceId, sampleSources.gallery.resourceId],
			policyId: samplePolicyId,
			waitMinutes: 30,
			pass: async (ms) => graph.clock.advance(ms),
		});
	});
	afterAll(async () => await graph.close());

	const meant = questions.filter(({ id }) => (onlyFor[id] ?? as) === as);

	it.each(meant.map((question) => [question.section, question.title, question] as const))(
		'%s %s',
		async (_section, _title, { ask, expected }) => {
			const answer = await ask(asked);
			const facts = comparable(answer);
			// With toEqual a failure shows the difference to the contract's first choice.
			if (expected.length === 1) expect(facts).toEqual(expected[0]);
			else expect(expected).toContainEqual(facts);
			if (answer.words !== undefined) expect(answer.words).toMatch(/\w/);
		},
	);

	it('is left as it was', async () => {
		expect(await asked.removeOwnImages()).toEqual([]);
		const names = [...graph.tenant.images.values()].map(({ displayName }) => displayName);
		expect(names.filter((name) => name.startsWith('contract-probe'))).toEqual([]);
	});
});

describe('the local Graph, asked by an app that may only read', () => {
	beforeAll(async () => {
		graph = await startGraphServer();
	});
	afterAll(async () => await graph.close());

	it('looks at the permission before it looks for the image', async () => {
		const { clientId, secrets } = sampleApps.readOnly;
		const app = { clientId, authority: `${graph.httpsUrl}/${graph.tenant.id}`, http: axiosFor(graph) };
		const tokens = appTokens(app, { clientSecret: secrets[0] }, graph.httpsUrl);
		const readOnly = new AskedGraph({
			...asked.options,
			client: axiosFor(graph, await tokens()),
		});
		const question = questions.find(({ id }) => id === 'delete-nil-id');
		const answer = comparable((await question?.ask(readOnly)) ?? {});
		expect(answer).toEqual({ mayWrite: false, status: 403, code: 'Forbidden', batched: 403 });
		expect(question?.expected).toContainEqual(answer);
	});
});
