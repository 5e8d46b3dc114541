import { hostIdentityCredential } from '../graph-server';
import { federatedApp, getImage, newIdentity } from './hostIdentities';
import { useNode } from './useNode';

const node = useNode({ graphFor: 'file', hostIdentitiesOf: 'virtualMachine' });
const { areas, engine, graph } = node;

/** Stores a federated app whose field comes from the item. */
async function useFieldOfItem(field: string): Promise<void> {
	const identity = newIdentity(graph, []);
	const credential = hostIdentityCredential(graph, identity, await federatedApp(graph, identity));
	engine.useCredential({ ...credential, [field]: '={{ $json.value }}' });
}

const run = async (...values: string[]) =>
	await engine.run(getImage, { input: values.map((value) => ({ value })) });

it('a federated app with two tenants over the items asks for no token, and the advice is to loop', async () => {
	await useFieldOfItem('tenantId');
	const { error } = await run(graph.tenant.id, 'other.example');
	expect(error?.message).toBe(
		`The credential's 'Directory (Tenant) ID' is ${graph.tenant.id} for item 0, but other.example for item 1`,
	);
	expect(error?.description).toContain("Put a 'Loop Over Items' node with 'Batch Size' 1 before this node");
	expect(node).not.toHaveSent();
});

it('a run of its own for each item signs in for each tenant: no token of the one goes to the other', async () => {
	await useFieldOfItem('tenantId');
	const [first, other, again] = [await run(graph.tenant.id), await run('other.example'), await run(graph.tenant.domain)];
	expect([first.error, again.error]).toEqual([undefined, undefined]);
	expect(other.error?.description).toContain('AADSTS90002');
	expect(areas().filter((line) => !line.startsWith('identity'))).toEqual([
		'login POST 200',
		'graph GET 200',
		'login POST 400',
		'login POST 200',
		'graph GET 200',
	]);
});
