import type { Fault } from '../graph-server';
import { imagesPath } from './requestLines';
import { laterThanThePoll, listRequest, saved, secondLook, tenants, useTrigger } from './useTrigger';

const { activate, addFinance, change, connectTo, node } = useTrigger();
const { graph, strike } = node;

describe('a deletion', () => {
	it('is emitted after a second look by ID', async () => {
		const id = addFinance('ready');
		const activation = activate();
		await activation.poll();
		graph.tenant.images.delete(id);
		graph.clearRequests();
		expect(await activation.items()).toEqual([
			expect.objectContaining({
				event: 'deleted',
				image: expect.objectContaining({ id, displayName: 'Finance', status: 'ready' }),
			}),
		]);
		expect(node).toHaveSent([listRequest, secondLook(id)]);
		expect(JSON.stringify(activation.staticData)).not.toContain(id);
	});

	it('is not emitted for an image that only the list lacks', async () => {
		const id = addFinance('pending');
		const activation = activate();
		await activation.poll();
		change(id, { status: 'ready' });
		strike({ status: 200, body: { value: [] } });
		expect(await activation.poll()).toEqual(['ready Finance']);
	});

	const wrongSegment = { error: { code: 'BadRequest', message: "Resource not found for the segment 'x'." } };

	it.each<[string, Fault]>([
		['that its ID is wrong', { status: 400 }],
		['that it is gone, but not by a 404', { status: 410 }],
		['that it may not be seen, as by a scope tag', { status: 403 }],
		['404, but of the path', { status: 404, body: wrongSegment }],
		['nothing that can be read', { html: 200 }],
	])('is neither emitted nor in the way of others while the second look says %s', async (_, then) => {
		const { id } = graph.tenant.addImage({ displayName: 'Gone', status: 'ready' });
		const other = graph.tenant.addImage({ displayName: 'Finance' });
		const first = activate();
		await first.poll();
		graph.tenant.images.delete(id);
		change(other.id, { status: 'failed' });
		graph.faults.add({ path: `${imagesPath}/${id}`, times: Infinity, then });
		expect(await first.pollIn(1_500)).toEqual(['failed Finance']);
		expect(first.warn.mock.calls).toEqual([
			[expect.stringContaining('still exists'), { answers: { [id]: expect.stringContaining(id) } }],
		]);
		const second = activate({}, saved(first), { activation: 'init' });
		expect(await second.pollIn(1_500)).toEqual([]);
		graph.faults.clear();
		expect(await second.poll()).toEqual(['deleted Gone']);
	});

	it.each([401, 408, 429, 500])('is not emitted when the second look fails with %i', async (status) => {
		const id = addFinance('ready');
		const activation = activate();
		await activation.poll();
		graph.tenant.images.delete(id);
		graph.faults.add({ path: `${imagesPath}/${id}`, times: 99, then: { status, headers: laterThanThePoll } });
		await expect(activation.poll()).rejects.toThrow('Poll device images');
		graph.faults.clear();
		expect(await activation.poll()).toEqual(['deleted Finance']);
	});

	it('is not emitted when the credential is connected to another tenant while the poll reads', async () => {
		await connectTo(tenants.first);
		const { id } = graph.tenant.addImage({ displayName: 'A', status: 'ready' });
		const activation = activate();
		await activation.poll();
		graph.tenant.images.delete(id);
		strike({ delayMs: 300 });
		const [emitted] = await Promise.all([activation.poll(), connectTo(tenants.second)]);
		expect(emitted).toEqual([]);
		expect(await activation.poll()).toEqual([]);
	});
});
