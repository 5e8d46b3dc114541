import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { hostIdentityCredential, type App, type ManagedIdentity } from '../graph-server';
import type { NodeRun } from './engine';
import * as host from './hostIdentities';
import { jsonOf, useNode } from './useNode';

const node = useNode({ graphFor: 'file', hostIdentitiesOf: 'virtualMachine' });
const { anotherGraph, areas, engine, graph } = node;
const { claimsOf, getImage } = host;

const newIdentity = (appRoles?: string[]): ManagedIdentity => host.newIdentity(graph, appRoles);
const federatedApp = async (identity: ManagedIdentity): Promise<App> => await host.federatedApp(graph, identity);
const idOf = (run: NodeRun): unknown => jsonOf(run)[0]?.id;

describe('a credential that is edited after its token was stored', () => {
	function edit(change: ICredentialDataDecryptedObject): void {
		engine.editCredential(change);
		graph.clearRequests();
	}

	it('sends the token to no other Graph, neither in a run nor in the credential test', async () => {
		const other = await anotherGraph();
		engine.useCredential(hostIdentityCredential(graph, newIdentity()));
		idOf(await engine.run(getImage));
		edit({ customGraphUrl: other.httpUrl });
		const { error } = await engine.run(getImage);
		const result = await engine.testCredential('cloudPcGraphManagedIdentityApi');
		expect(other.requests).toEqual([]);
		// The identity endpoint does not know the other Graph.
		expect(error?.description).toContain('AADSTS500011');
		expect(result.message).toContain('AADSTS500011');
		expect(areas()).toEqual(['identity GET 400', 'identity GET 400']);
	});

	it('asks for a token of the new tenant, app or identity, once, and goes on', async () => {
		const [first, second, third] = [newIdentity(), newIdentity(), newIdentity([])];
		engine.useCredential(hostIdentityCredential(graph, first));
		idOf(await engine.run(getImage));
		edit({ managedIdentityClientId: second.clientId });
		idOf(await engine.run(getImage, { input: Array(5).fill({}) }));
		const asked = graph.requests.find(({ area }) => area === 'graph');
		const token = String(asked?.headers.authorization).slice('Bearer '.length);
		expect(claimsOf(token)).toMatchObject({ oid: second.principalId });

		edit(hostIdentityCredential(graph, third, await federatedApp(third)));
		const runs = await Promise.all([engine.run(getImage), engine.run(getImage)]);
		runs.forEach(idOf);
		const tokens = areas().filter((line) => !line.startsWith('graph'));
		expect(tokens).toEqual(['identity GET 200', 'login POST 200']);

		edit({ tenantId: 'other-tenant.example' });
		expect(await engine.run(getImage)).toFailWith({ description: expect.stringContaining('AADSTS90002') });
		expect(areas()).toEqual(['login POST 400']);
	});
});
