import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { eventually } from '../eventually';
import { appOnlyCredential, sampleApps } from '../graph-server';
import { credentialId, type NodeRun, type RunOptions } from './engine';
import { useGraph } from './useGraph';
import { byId, useNode } from './useNode';

const tenants = {
	first: { id: '11111111-aaaa-4aaa-8aaa-111111111111', domain: 'first.example' },
	second: { id: '22222222-bbbb-4bbb-8bbb-222222222222', domain: 'second.example' },
};
const refused = `The credential is for tenant ${tenants.second.id}, but its token is for tenant ${tenants.first.id}`;

const { engine, graph: first, run } = useNode({ graphFor: 'file', tenant: tenants.first });
const second = useGraph({ graphFor: 'file', tenant: tenants.second });
let imageId: string;

beforeEach(() => {
	imageId = first.tenant.addImage({ displayName: 'Of the first', status: 'ready' }).id;
});

const onImage = async (operation: string, options?: RunOptions): Promise<NodeRun> =>
	await run(operation, { imageId: byId(imageId) }, options);

/** What arrived at both, apart from sign-ins. */
const sent = (): string[] =>
	[first, second].flatMap(({ requests }) =>
		requests.filter(({ area }) => area !== 'login').map(({ method, path }) => `${method} ${path}`),
	);

const clear = (): void => [first, second].forEach((graph) => graph.clearRequests());

/** Stores the credential with which somebody has signed in to the first tenant. */
async function signIn(grantType: string): Promise<void> {
	const app = appOnlyCredential(first, sampleApps.readWrite);
	if (grantType === 'clientCredentials') {
		engine.useCredential(app);
		expect(await onImage('get')).not.toFailWith();
	} else {
		const access_token = await first.issueToken({ kind: 'delegated' });
		engine.useCredential({ ...app, grantType, oauthTokenData: { access_token } });
	}
	clear();
}

/** The edits of the stored credential after which its token is for another tenant. */
const edits = {
	'the tenant alone': () => ({ tenantId: tenants.second.id }),
	'the tenant, in capitals, with braces and blanks': () => ({ tenantId: ` {${tenants.second.id.toUpperCase()}} ` }),
	'tenant and Graph': () => ({
		tenantId: tenants.second.id,
		customGraphUrl: second.httpUrl,
		customAuthorityUrl: second.httpUrl,
	}),
} satisfies Record<string, () => ICredentialDataDecryptedObject>;

const remedies = {
	authorizationCode: `Open the credential, select 'Switch account', and sign in to tenant ${tenants.second.id}.`,
	clientCredentials: `Create a new credential for tenant ${tenants.second.id} and select it in the node.`,
};

const cases = Object.entries(remedies).flatMap(([grantType, remedy]) =>
	Object.entries(edits).map(([what, edit]) => [grantType, what, edit, remedy] as const),
);

describe.each(cases)('with %s, after an edit of %s', (grantType, _, edit, remedy) => {
	beforeEach(async () => {
		await signIn(grantType);
		engine.editCredential(edit());
	});

	const error = {
		message: refused,
		description: expect.stringContaining(remedy),
		failure: { cause: 'configuration-invalid' },
	};

	it.each(['get', 'delete', 'getAll'])('the operation %s sends nothing', async (operation) => {
		const result = await onImage(operation, { input: [{}, {}, {}] });
		expect(result).toFailWith(error);
		expect(JSON.stringify(result)).not.toContain('eyJ');
		expect(sent()).toEqual([]);
		expect(first.tenant.images.has(imageId)).toBe(true);
	});

	it('the items of a node that goes on have the error', async () => {
		const { items } = await onImage('delete', { input: [{}, {}], onError: 'continueRegularOutput' });
		expect(items.map(({ json }) => json.error)).toEqual([refused, refused]);
		expect(sent()).toEqual([]);
	});

	it('the trigger is not activated', async () => {
		const context = engine.pollContext({ parameters: { events: ['ready'] } });
		await expect(context.poll()).rejects.toMatchObject(error);
		expect(sent()).toEqual([]);
	});

	it('both pickers say why', async () => {
		await expect(engine.search('searchImages')).rejects.toMatchObject(error);
		await expect(engine.search('searchSourceImages')).rejects.toMatchObject(error);
		await expect(engine.loadImages()).rejects.toMatchObject(error);
		expect(sent()).toEqual([]);
	});
});

it('a later poll of the trigger fails, and its state stays as it was', async () => {
	await signIn('clientCredentials');
	const staticData = {};
	const context = engine.pollContext({ parameters: { events: ['ready', 'deleted'] }, staticData });
	await context.poll();
	const before = JSON.stringify(staticData);
	clear();
	engine.editCredential(edits['tenant and Graph']());
	await expect(context.poll()).rejects.toMatchObject({ message: refused });
	expect(sent()).toEqual([]);
	expect(JSON.stringify(staticData)).toBe(before);
	expect(before).not.toContain('eyJ');
});

describe('what cannot be told apart', () => {
	it.each([tenants.second.domain, tenants.first.id.toUpperCase(), ` {${tenants.first.id}} `])(
		'the tenant %j with a token of the first tenant is let through',
		async (tenantId) => {
			await signIn('authorizationCode');
			engine.editCredential({ tenantId });
			expect(await onImage('get')).not.toFailWith();
			expect(sent()).toHaveLength(1);
		},
	);

	it('a token that is no JWT is let through, for Graph to judge', async () => {
		await signIn('authorizationCode');
		engine.editCredential({ tenantId: tenants.second.id, oauthTokenData: { access_token: 'opaque' } });
		await onImage('get');
		expect(sent()).toHaveLength(1);
	});
});

it('a token for the Graph of another cloud is not sent', async () => {
	const claims = Buffer.from(JSON.stringify({ aud: 'https://graph.microsoft.us/' })).toString('base64url');
	engine.useCredential({ cloud: 'global', oauthTokenData: { access_token: `eyJ.${claims}.s` } });
	const { error } = await onImage('delete');
	expect(error).toMatchObject({
		message: 'The credential is for https://graph.microsoft.com, but its token is for https://graph.microsoft.us',
		description: expect.stringContaining("'Switch account'"),
	});
});

describe('a credential that is edited while it is in use', () => {
	it('sends nothing more with the token of the other tenant', async () => {
		await signIn('clientCredentials');
		first.faults.add({ path: imageId, times: 1, then: { status: 503, headers: { 'retry-after': '1' } } });
		const running = onImage('delete');
		await eventually(() => sent().length, 1);
		engine.editCredential({
			...edits['the tenant alone'](),
			oauthTokenData: { access_token: await second.issueToken() },
		});
		expect((await running).error).toMatchObject({
			message: `The credential was edited during the run: its 'Directory (Tenant) ID' was ${tenants.first.id} and is now ${tenants.second.id}`,
		});
		expect(sent()).toHaveLength(1);
		expect(first.tenant.images.has(imageId)).toBe(true);
	});

	it('does not use the first token of another execution for its own tenant', async () => {
		const app = appOnlyCredential(first, sampleApps.readWrite);
		engine.useCredential({ ...app, tenantId: '={{ $json.tenant }}' });
		first.faults.add({ path: '/oauth2/v2.0/token', times: 1, then: { delayMs: 500 } });
		const [own, other] = await Promise.all(
			[tenants.first.id, tenants.second.id].map(
				async (tenant) => await onImage('get', { input: [{ tenant }] }),
			),
		);
		expect(own?.error).toBeUndefined();
		expect(other?.error).toMatchObject({ message: refused });
		expect(sent()).toHaveLength(1);
	});
});

/** Settings of the credential that an item decides, and how they differ. */
const mixed = {
	tenantId: [[tenants.first.id, tenants.second.id], /'Directory \(Tenant\) ID' is 1{8}-.* for item 0, but 2{8}-.* for item 1$/],
	clientId: [[sampleApps.readWrite.clientId, sampleApps.readOnly.clientId], /'Client ID' is .* for item 0, but .* for item 1$/],
	grantType: [['clientCredentials', 'authorizationCode'], /'Sign In As' is App-Only for item 0, but User Sign-In for item 1$/],
} satisfies Record<string, [string[], RegExp]>;

describe('a credential with an expression', () => {
	const onItems = async (field: string, values: string[], operation = 'delete') => {
		engine.editCredential({ [field]: '={{ $json.value }}' });
		return await onImage(operation, { input: values.map((value) => ({ value })) });
	};

	it.each(Object.entries(mixed))('whose %s differs between items sends nothing', async (field, [[a = '', b = ''], words]) => {
		await signIn('clientCredentials');
		for (const values of [[a, b], [a, b, a], [a, ...Array<string>(30).fill(a), a, b]]) {
			const { error } = await onItems(field, values);
			expect(error?.message.replace(/item \d+$/, 'item 1')).toMatch(words);
			expect(error?.message).toMatch(new RegExp(`item ${values.indexOf(b)}$`));
			expect(error?.description).toContain('Create a credential for each value');
		}
		expect(sent()).toEqual([]);
	});

	it('whose Graph differs between items sends nothing, not even a sign-in', async () => {
		engine.useCredential(appOnlyCredential(first, sampleApps.readWrite));
		const { error } = await onItems('customGraphUrl', [first.httpUrl, second.httpUrl]);
		expect(error?.message).toBe(
			`The credential's Microsoft Graph is ${first.httpUrl} for item 0, but ${second.httpUrl} for item 1`,
		);
		expect([...first.requests, ...second.requests]).toEqual([]);
	});

	it('that comes to the same for all items works', async () => {
		await signIn('clientCredentials');
		const same = [tenants.first.id, tenants.first.id.toUpperCase(), ` ${tenants.first.id} `];
		expect(await onItems('tenantId', same, 'get')).not.toFailWith();
	});

	it('with two tenants is refused item by item where the node goes on', async () => {
		await signIn('clientCredentials');
		engine.editCredential({ tenantId: '={{ $json.tenant }}' });
		const { items } = await onImage('delete', {
			input: [{ tenant: tenants.first.id }, { tenant: tenants.second.id }],
			onError: 'continueRegularOutput',
		});
		expect(items.map(({ json }) => json.error)).toEqual(Array(2).fill(expect.stringContaining('for item 1')));
		expect(sent()).toEqual([]);
	});

	it('shows no token that the expression gives', async () => {
		await signIn('clientCredentials');
		const token = await first.issueToken();
		const result = await onItems('clientId', [sampleApps.readWrite.clientId, token]);
		expect(result).toFailWith(/'Client ID' is a99[\da-f-]+ for item 0, but not a GUID for item 1$/);
	});
});

it('a single item costs one reading of the credential, and 20 reads eleven more', async () => {
	await signIn('clientCredentials');
	const readingsFor = async (items: number): Promise<number> => {
		const before = engine.credentials.readings;
		await onImage('get', { input: Array(items).fill({}) });
		return engine.credentials.readings - before;
	};
	// Once to connect, which n8n takes for the first request, too. Of 20 reads, the first is compared with ten.
	expect(await readingsFor(1)).toBe(1);
	expect(await readingsFor(20)).toBe(1 + 1 + 10);
	expect(engine.credentials.stored.get(credentialId)?.oauthTokenData).toBeDefined();
});
