import { appOnlyCredential, sampleApps } from '../graph-server';
import { saved, tenants, useTrigger } from './useTrigger';

const { activate, change, connectTo, node } = useTrigger();
const { anotherGraph, engine, graph } = node;

const addTwo = () => ['A', 'B'].map((displayName) => graph.tenant.addImage({ displayName }).id) as [string, string];

describe('a change of the trigger', () => {
	it('to other images makes a baseline for what is new, and keeps the rest', async () => {
		const [a, b] = addTwo();
		const first = activate({ events: ['failed'], imageIds: [a] });
		await first.poll();
		change(a, { status: 'failed' });
		change(b, { status: 'failed' });
		const second = activate({ events: ['failed'] }, saved(first));
		expect(await second.poll()).toEqual(['failed A']);
		change(b, { status: 'failed' });
		expect(await second.poll()).toEqual(['failed B']);
	});

	it('to other events makes a baseline for those that it adds, and keeps the others', async () => {
		const [a, b] = addTwo();
		const first = activate({ events: ['failed'] });
		await first.poll();
		change(a, { status: 'ready' });
		change(b, { status: 'failed' });
		const second = activate({ events: ['failed', 'ready'] }, saved(first));
		expect(await second.poll()).toEqual(['failed B']);
		change(a, { status: 'pending' });
		expect(await second.poll()).toEqual([]);
		change(a, { status: 'ready' });
		expect(await second.poll()).toEqual(['ready A']);
	});

	it('of the credential emits no deleted and created events for images of another tenant', async () => {
		graph.tenant.addImage({ displayName: 'A', status: 'ready' });
		const first = activate();
		await first.poll();
		const other = await anotherGraph({ seed: 'empty' });
		other.tenant.addImage({ displayName: 'B', status: 'failed' });
		engine.useCredential(appOnlyCredential(other, sampleApps.readWrite));
		const second = activate({}, saved(first));
		expect(await second.poll()).toEqual([]);
		other.tenant.addImage({ displayName: 'C', status: 'failed' });
		expect(await second.poll()).toEqual(['created C', 'failed C']);
	});

	it('of the signed-in user emits none either, though the credential is the same', async () => {
		await connectTo(tenants.first);
		graph.tenant.addImage({ displayName: 'A', status: 'ready' });
		const activation = activate();
		await activation.poll();
		graph.tenant.addImage({ displayName: 'B', status: 'ready' });
		await connectTo(tenants.first);
		expect(await activation.poll()).toEqual(['created B', 'ready B']);

		await connectTo(tenants.second);
		graph.tenant.images.clear();
		const { id } = graph.tenant.addImage({ displayName: 'C', status: 'ready' });
		expect(await activation.poll()).toEqual([]);
		change(id, { status: 'failed' });
		expect(await activation.poll()).toEqual(['failed C']);
		expect(JSON.stringify(activation.staticData)).not.toContain('eyJ');
	});
});
