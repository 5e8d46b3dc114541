import type { IDataObject } from 'n8n-workflow';

import type { PollOptions } from './engine';
import { saved, useTrigger } from './useTrigger';

const { activate, change, node } = useTrigger();
const { graph, restartN8n } = node;

/** Activates the trigger, and returns its poll. */
function pollOf({ staticData, ...options }: Partial<PollOptions>): () => Promise<string[]> {
	const activation = activate({ events: ['failed', 'created', 'deleted'] }, staticData, options);
	return async () => await activation.poll();
}

const addImage = (displayName: string): string => graph.tenant.addImage({ displayName, status: 'ready' }).id;

const fail = (id: string): void => change(id, { status: 'failed' });

/** What the database gives back. */
const stored = (staticData: IDataObject): IDataObject => saved({ staticData });

describe('a renamed trigger, whose static data n8n keeps by node name,', () => {
	it.each([
		['while n8n runs', async () => undefined],
		['and n8n was restarted', restartN8n],
	])('takes a new baseline when it was renamed %s: it emits nothing that is there, and then each change', async (_, restart) => {
		const [finance, sales] = [addImage('Finance'), addImage('Sales')];
		const workflowStaticData: IDataObject = {};
		const before = pollOf({ workflowStaticData });
		expect(await before()).toEqual([]);
		fail(finance);
		expect(await before()).toEqual(['failed Finance']);

		addImage('Made in between');
		await restart();
		const renamed = stored(workflowStaticData);
		const after = pollOf({ workflowStaticData: renamed, nodeName: 'Our Images' });
		expect(await after()).toEqual([]);
		expect(Object.keys(renamed).filter((key) => key.startsWith('node:'))).toEqual([
			'node:Device Images',
			'node:Our Images',
		]);
		fail(sales);
		expect(await after()).toEqual(['failed Sales']);
	});

	it('goes on from its first state when it gets its old name back, and emits again what it emitted under the new one', async () => {
		const finance = addImage('Finance');
		const workflowStaticData: IDataObject = {};
		await pollOf({ workflowStaticData })();
		await restartN8n();
		const renamed = stored(workflowStaticData);
		const under = pollOf({ workflowStaticData: renamed, nodeName: 'Our Images' });
		expect(await under()).toEqual([]);
		fail(finance);
		expect(await under()).toEqual(['failed Finance']);
		await restartN8n();
		expect(await pollOf({ workflowStaticData: stored(renamed) })()).toEqual(['failed Finance']);
	});
});

it("a renamed trigger goes on with n8n's durable poll cursors, which are kept by node ID", async () => {
	const finance = addImage('Finance');
	const staticData: IDataObject = {};
	expect(await pollOf({ staticData })()).toEqual([]);
	fail(finance);
	await restartN8n();
	expect(await pollOf({ staticData: stored(staticData), nodeName: 'Our Images' })()).toEqual(['failed Finance']);
});
