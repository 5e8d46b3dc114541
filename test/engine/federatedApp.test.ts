import { randomUUID } from 'node:crypto';

import { hostIdentityCredential, sampleImageIds, type App, type ManagedIdentity } from '../graph-server';
import type { NodeRun } from './engine';
import * as host from './hostIdentities';
import { areaLine } from './requestLines';
import { jsonOf, useNode } from './useNode';

const node = useNode({ graphFor: 'file', hostIdentitiesOf: 'virtualMachine' });
const { anotherGraph, areas, engine, graph } = node;
const { claimsOf, getImage, run10 } = host;

const newIdentity = (appRoles?: string[]): ManagedIdentity => host.newIdentity(graph, appRoles);
const federatedApp = async (identity: ManagedIdentity): Promise<App> => await host.federatedApp(graph, identity);
const idOf = (run: NodeRun): unknown => jsonOf(run)[0]?.id;

describe('a federated app', () => {
	it("signs in with the token of the host's identity, and no secret", async () => {
		const identity = newIdentity([]);
		const app = await federatedApp(identity);
		engine.useCredential(hostIdentityCredential(graph, identity, app));
		expect(idOf(await engine.run(getImage))).toBe(sampleImageIds.ready);
		expect(areas()).toEqual(['identity GET 200', 'login POST 200', 'graph GET 200']);
		const [assertion, token] = graph.requests;
		expect(assertion?.query).toMatchObject({
			resource: 'api://AzureADTokenExchange',
			client_id: identity.clientId,
		});
		expect(token).toMatchObject({
			path: `/${graph.tenant.id}/oauth2/v2.0/token`,
			body: {
				grant_type: 'client_credentials',
				client_id: app.clientId,
				scope: `${graph.httpUrl}/.default`,
				client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
			},
		});
		expect(token?.body).not.toHaveProperty('client_secret');
	});

	it('costs one token request for 200 items and 10 executions, and one more after a 401', async () => {
		const identity = newIdentity([]);
		engine.useCredential(hostIdentityCredential(graph, identity, await federatedApp(identity)));
		for (const run of await run10(engine)) expect(run.items).toHaveLength(20);
		expect(areas().filter((line) => line.startsWith('login'))).toEqual(['login POST 200']);

		graph.clearRequests();
		graph.faults.add({ path: `/${sampleImageIds.ready}`, then: { status: 401 } });
		idOf(await engine.run(getImage));
		expect(areas()).toEqual(['graph GET 401', 'login POST 200', 'graph GET 200']);
	});

	it('may be in another tenant than the identity, with images of its own', async () => {
		const other = await anotherGraph({
			tenant: { id: randomUUID(), domain: 'other-tenant.example' },
		});
		other.clock.advance(graph.clock.now().getTime() - other.clock.now().getTime());
		const { id } = other.tenant.addImage({ status: 'ready' });
		const identity = newIdentity([]);
		const app = await host.federatedApp(graph, identity, other);
		engine.useCredential(hostIdentityCredential(other, identity, app));
		const imageId = { ...getImage.imageId, value: id };
		const run = await engine.run({ ...getImage, imageId });
		expect(idOf(run)).toBe(id);
		expect(areas()).toEqual(['identity GET 200']);
		expect(other.requests.map(areaLine)).toEqual(['login POST 200', 'graph GET 200']);
		const [signIn, read] = other.requests;
		const { client_assertion: assertion } = Object(signIn?.body) as Record<string, string>;
		expect(claimsOf(String(assertion))).toMatchObject({ tid: graph.tenant.id, sub: identity.principalId });
		const token = String(read?.headers.authorization).slice('Bearer '.length);
		expect(claimsOf(token)).toMatchObject({ tid: other.tenant.id, appid: app.clientId });
	});

	it("reports Entra's reason when the app does not trust the identity", async () => {
		const app = await federatedApp(newIdentity([]));
		engine.useCredential(hostIdentityCredential(graph, newIdentity([]), app));
		expect(await engine.run(getImage)).toFailWith({ description: expect.stringContaining('AADSTS700213') });
	});

	it.each(['', 'organizations', '../evil', 'a/b'])('refuses the tenant %j before anything is sent', async (tenantId) => {
		const identity = newIdentity([]);
		const credential = hostIdentityCredential(graph, identity, await federatedApp(identity));
		engine.useCredential({ ...credential, tenantId });
		expect(await engine.run(getImage)).toFailWith({ description: expect.stringContaining("'Directory (Tenant) ID'") });
		expect(node).not.toHaveSent();
	});

	it('refuses a login URL over which an assertion must not travel', async () => {
		const identity = newIdentity([]);
		const credential = hostIdentityCredential(graph, identity, await federatedApp(identity));
		engine.useCredential({ ...credential, customAuthorityUrl: 'http://login.example' });
		expect(await engine.run(getImage)).toFailWith({
			description: expect.stringMatching(/^The credential's 'Login URL' is .* Correct it in the credential\.$/),
		});
		expect(node).not.toHaveSent();
	});
});
