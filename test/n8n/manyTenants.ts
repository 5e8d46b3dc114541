import { randomUUID } from 'node:crypto';

import { readExample, nodeType } from '../../scripts/localGraph';
import type { Execution, WorkflowFile } from '../../scripts/n8nTypes';
import { appOnlyCredential, hostIdentityCredential, registerNewApp, sampleIdentities, startGraphServer, type GraphServer } from '../graph-server';
import { testLimitMs, type Credential, type SignInHost } from './signInHost';
import { readCard, type TeamsCard } from './teamsCard';
import { startWebhookReceiver } from './webhookReceiver';

const ofItem = { tenantId: '={{ $json.tenantId }}', customGraphUrl: '={{ $json.graphUrl }}', customAuthorityUrl: '={{ $json.graphUrl }}' };

/** Sets a value of a node that edits fields. */
function setField(workflow: WorkflowFile, node: string, value: string): void {
	const { assignments } = workflow.nodes.find(({ name }) => name === node)?.parameters.assignments as { assignments: Array<{ value: string }> };
	Object.assign(assignments[0] ?? {}, { value });
}

/** The example for many tenants, with two local Graphs that each have a tenant of their own. */
export function manyTenants(host: () => SignInHost): void {
	describe('the example for many tenants', () => {
		let fabrikam: GraphServer;

		beforeAll(async () => {
			fabrikam = await startGraphServer({ tenant: { id: randomUUID(), domain: 'fabrikam.example' }, seed: 'empty' });
			fabrikam.tenant.addImage({ displayName: 'Fabrikam Standard', status: 'ready' });
		});
		afterAll(async () => await fabrikam?.close());

		async function run({ id, name, type }: Credential): Promise<{ execution: Execution; card: TeamsCard }> {
			const webhook = await startWebhookReceiver();
			const workflow = readExample('many-tenants.json');
			const tenants = [host().graph, fabrikam].map(({ httpUrl, tenant }) => ({ name: tenant.domain, tenantId: tenant.id, graphUrl: httpUrl }));
			setField(workflow, 'List Tenants', `={{ ${JSON.stringify(tenants)} }}`);
			setField(workflow, 'Settings', webhook.url);
			for (const node of workflow.nodes.filter((each) => each.type === nodeType)) {
				node.parameters.authentication = type === 'cloudPcGraphOAuth2Api' ? 'oAuth2' : 'managedIdentity';
				node.credentials = { [type]: { id, name } };
			}
			fabrikam.clearRequests();
			const execution = await host().n8n.api.runWorkflow(await host().n8n.api.createWorkflow(workflow));
			await webhook.close();
			const { error } = execution.data.resultData;
			if (error) throw new Error(error.message);
			return { execution, card: readCard(webhook.received[0]) };
		}

		const readsOf = (graph: GraphServer) => graph.requests.filter(({ area }) => area === 'graph');
		const tenantOf = (authorization: unknown): unknown =>
			(JSON.parse(Buffer.from(String(authorization).split('.')[1] ?? '', 'base64url').toString()) as { tid: string }).tid;

		it('has the images of each tenant under its name, read with a token of that tenant', async () => {
			const { graph } = host();
			const app = await graph.trustIdentity(registerNewApp(graph.tenant, { secrets: [] }), sampleIdentities.user);
			fabrikam.tenant.registerApp(structuredClone(app));
			const fields = { ...hostIdentityCredential(graph, sampleIdentities.user, app), ...ofItem };
			const { card } = await run(await host().store('cloudPcGraphManagedIdentityApi', fields));

			const of = (tenant: string) => card.facts.filter((fact) => fact.startsWith(`${tenant}: `));
			expect(of('fabrikam.example')).toEqual(['fabrikam.example: Fabrikam Standard 1.0.0: ready.']);
			expect(of(graph.tenant.domain)).toHaveLength(graph.tenant.images.size);
			expect(card.facts).toHaveLength(graph.tenant.images.size + 1);
			for (const each of [graph, fabrikam]) {
				expect(readsOf(each).length).toBeGreaterThan(0);
				for (const { headers } of readsOf(each)) expect(tenantOf(headers.authorization)).toBe(each.tenant.id);
			}
		}, testLimitMs);

		it('with an OAuth2 credential says for the second tenant that the token is of another, and reads nothing there', async () => {
			const { graph, app } = host();
			const fields = { ...appOnlyCredential(graph, app), ...ofItem };
			const { card } = await run(await host().store('cloudPcGraphOAuth2Api', fields));
			expect(readsOf(fabrikam)).toEqual([]);
			expect(card.facts.filter((fact) => fact.startsWith('fabrikam.example: '))).toEqual([expect.stringMatching(/token|tenant/i)]);
			for (const { headers } of readsOf(graph)) expect(tenantOf(headers.authorization)).toBe(graph.tenant.id);
		}, testLimitMs);
	});
}
