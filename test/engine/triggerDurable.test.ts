import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { listRequest, saved, secondLook, tenants, throttled, useTrigger } from './useTrigger';

const { activate, addFinance, change, connectTo, node } = useTrigger();
const { graph, strike } = node;

describe('polls of the durable scheduler without durable cursors', () => {
	/** A trigger of which n8n makes a new context for each poll, and saves only at activation and with an emission. */
	class Ticking {
		database: IDataObject = {};

		constructor(private parameters: INodeParameters) {}

		/** Polls as n8n does when a user publishes the workflow; this one may fail in silence. */
		async publish(parameters = this.parameters): Promise<string[]> {
			this.parameters = parameters;
			const activation = activate(parameters, structuredClone(this.database));
			const emitted = await activation.poll();
			this.database = saved(activation);
			return emitted;
		}

		/** @param isKept false when n8n throws the poll's result away, e.g. as the workflow is unpublished meanwhile */
		async tick(isKept = true): Promise<string[]> {
			const durable = { activation: 'update', budgetMs: 36_000 } as const;
			const tick = activate(this.parameters, structuredClone(this.database), durable);
			const emitted = await tick.poll();
			if (emitted.length > 0 && isKept) this.database = saved(tick);
			return isKept ? emitted : [];
		}
	}

	it('keep the baseline when the activation was throttled, and emit each change once', async () => {
		const id = addFinance();
		const trigger = new Ticking({});
		strike(throttled);
		expect(await trigger.publish()).toEqual([]);
		expect(await trigger.tick()).toEqual([]);
		expect(trigger.database).toEqual({});
		change(id, { status: 'failed' });
		expect(await trigger.tick()).toEqual(['failed Finance']);
		expect(await trigger.tick()).toEqual([]);
		change(id, { status: 'pending' });
		expect(await trigger.tick()).toEqual(['pending Finance']);
	});

	it('emit again what n8n threw away, and nothing else', async () => {
		const id = addFinance();
		const trigger = new Ticking({});
		strike(throttled);
		await trigger.publish();
		await trigger.tick();
		change(id, { status: 'failed' });
		await trigger.tick(false);
		expect(await trigger.tick()).toEqual(['failed Finance']);
		expect(await trigger.tick()).toEqual([]);
	});

	it('emit an event that was chosen later, though its activation was throttled', async () => {
		const id = addFinance();
		const trigger = new Ticking({ events: ['failed'] });
		await trigger.publish();
		strike(throttled);
		await trigger.publish({ events: ['failed', 'ready'] });
		expect(await trigger.tick()).toEqual([]);
		change(id, { status: 'ready' });
		expect(await trigger.tick()).toEqual(['ready Finance']);
		expect(await trigger.tick()).toEqual([]);
	});

	it('keep the baseline of another tenant', async () => {
		await connectTo(tenants.first);
		graph.tenant.addImage({ displayName: 'A', status: 'ready' });
		const trigger = new Ticking({});
		await trigger.publish();
		await connectTo(tenants.second);
		graph.tenant.images.clear();
		const { id } = graph.tenant.addImage({ displayName: 'B', status: 'ready' });
		expect(await trigger.tick()).toEqual([]);
		change(id, { status: 'failed' });
		expect(await trigger.tick()).toEqual(['failed B']);
		expect(await trigger.tick()).toEqual([]);
	});

	it('ask once only for an image that is gone, when nobody wants to know', async () => {
		const id = addFinance('ready');
		const trigger = new Ticking({ events: ['failed'] });
		await trigger.publish();
		graph.tenant.images.delete(id);
		graph.clearRequests();
		for (let tick = 1; tick <= 3; tick++) expect(await trigger.tick()).toEqual([]);
		expect(node).toHaveSent([listRequest, secondLook(id), listRequest, listRequest]);
	});

	it('in a new process begin with what n8n had saved', async () => {
		const id = addFinance();
		const trigger = new Ticking({ events: ['failed'] });
		await trigger.publish();
		change(id, { status: 'ready' });
		expect(await trigger.tick()).toEqual([]);
		await node.restartN8n();
		change(id, { status: 'failed' });
		expect(await trigger.tick()).toEqual(['failed Finance']);
		expect(await trigger.tick()).toEqual([]);
	});
});
