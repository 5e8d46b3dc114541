import type { IDataObject } from 'n8n-workflow';

import { appOnlyCredential, sampleApps, startGraphServer, type GraphServer } from '../graph-server';
import { Engine, type PollOptions } from './engine';

let engine: Engine;
let graph: GraphServer;

beforeEach(async () => {
	graph = await startGraphServer({ seed: 'empty' });
	await loadPackage();
});

afterEach(async () => await graph.close());

async function loadPackage(): Promise<void> {
	engine = await Engine.load();
	engine.useCredential(appOnlyCredential(graph, sampleApps.readWrite));
}

/** Loads the package anew, so that it has forgotten everything. */
async function restartN8n(): Promise<void> {
	jest.resetModules();
	await loadPackage();
}

/** Activates the trigger and gives its poll, which gives `event name` of each item. */
function activate(options: Partial<PollOptions>): () => Promise<string[]> {
	const context = engine.pollContext({ parameters: { events: ['failed', 'created', 'deleted'] }, ...options });
	return async () =>
		((await context.poll())?.[0] ?? []).map(
			({ json }) => `${String(json.event)} ${String((json.image as IDataObject).displayName)}`,
		);
}

const addImage = (displayName: string, status = 'ready'): string =>
	graph.tenant.addImage({ displayName, status }).id;

function fail(id: string): void {
	const change = { status: 'failed', lastModifiedDateTime: new Date().toISOString() };
	Object.assign(graph.tenant.images.get(id) ?? {}, change);
}

/** What the database gives back. */
const stored = (data: IDataObject): IDataObject => JSON.parse(JSON.stringify(data)) as IDataObject;

describe('a renamed trigger, whose static data n8n keeps by node name,', () => {
	it.each([
		['while n8n runs', async () => undefined],
		['and n8n was restarted', restartN8n],
	])('takes a new baseline when it was renamed %s: it tells nothing that is there, and then each change', async (_, restart) => {
		const [finance, sales] = [addImage('Finance'), addImage('Sales')];
		const workflowStaticData: IDataObject = {};
		const before = activate({ workflowStaticData });
		expect(await before()).toEqual([]);
		fail(finance);
		expect(await before()).toEqual(['failed Finance']);

		addImage('Made in between');
		await restart();
		const renamed = stored(workflowStaticData);
		const after = activate({ workflowStaticData: renamed, nodeName: 'Our Images' });
		expect(await after()).toEqual([]);
		expect(Object.keys(renamed).filter((key) => key.startsWith('node:'))).toEqual([
			'node:Device Images',
			'node:Our Images',
		]);
		fail(sales);
		expect(await after()).toEqual(['failed Sales']);
	});

	it('goes on from its first state when it gets its old name back, and tells again what it told under the new one', async () => {
		const finance = addImage('Finance');
		const workflowStaticData: IDataObject = {};
		await activate({ workflowStaticData })();
		await restartN8n();
		const renamed = stored(workflowStaticData);
		const under = activate({ workflowStaticData: renamed, nodeName: 'Our Images' });
		expect(await under()).toEqual([]);
		fail(finance);
		expect(await under()).toEqual(['failed Finance']);
		await restartN8n();
		expect(await activate({ workflowStaticData: stored(renamed) })()).toEqual(['failed Finance']);
	});
});

it("a renamed trigger goes on with n8n's durable poll cursors, which are kept by node ID", async () => {
	const finance = addImage('Finance');
	const staticData: IDataObject = {};
	expect(await activate({ staticData })()).toEqual([]);
	fail(finance);
	await restartN8n();
	expect(await activate({ staticData: stored(staticData), nodeName: 'Our Images' })()).toEqual(['failed Finance']);
});
