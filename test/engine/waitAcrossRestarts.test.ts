/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import { eventually } from '../eventually';
import { sampleImageIds } from '../graph-server';
import { useNode } from './useNode';
import { waitAcrossRestarts } from './waitExecutions';

const node = useNode();
const { graph, log, strike, trips } = node;
const { notGeneralized, ready } = sampleImageIds;
const start = Date.UTC(2026, 10, 25);

const upload = (displayName = 'Finance'): string => graph.tenant.addEndlessUpload(displayName).id;

const end = (id: string, status: string, errorCode: string | null = null): void =>
	void Object.assign(graph.tenant.images.get(id) ?? {}, { status, errorCode });

beforeEach(() => node.setTime(start));

describe('a wait across restarts', () => {
	it('looks first in the execution of the workflow, and starts no other one when every upload has ended', async () => {
		const { executions, run } = await waitAcrossRestarts(node, [ready, ready]);
		expect(run.items.map(({ json, pairedItem }) => [json.id, pairedItem])).toEqual([[ready, { item: 0 }], [ready, { item: 1 }]]);
		expect(executions.code).toBeUndefined();
		expect(node).toHaveSent(1);
	});

	it('lets all items wait in one execution, and gives each its own image at the end', async () => {
		const slow = upload();
		const { executions, run } = await waitAcrossRestarts(node, [slow, ready]);
		expect(run.items).toEqual([]);
		expect(executions.parentExecution).toMatchObject({ executionId: '1', workflowId: 'workflow-1', shouldResume: true });
		expect(executions.pauseMs).toBe(66_000);
		await executions.next();
		expect(executions.waits).toBe(true);
		end(slow, 'ready');
		const { items } = await executions.next();
		expect(items.map(({ json }) => [json.id, json.status])).toEqual([[slow, 'ready'], [ready, 'ready']]);
		expect(Object.keys(items[0]?.json ?? {})).toEqual(Object.keys(items[1]?.json ?? {}));
		expect(log().filter((line) => line.includes(ready))).toHaveLength(1);
		expect(log().filter((line) => line.includes(slow))).toHaveLength(3);
	});

	it('leaves no timer behind in the process of n8n', async () => {
		const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
		await node.output('get', { imageId: { __rl: true, mode: 'id', value: ready } });
		const before = timers();
		const { executions } = await waitAcrossRestarts(node, [upload()]);
		expect(executions.waits).toBe(true);
		expect(timers()).toBeLessThanOrEqual(before);

		// The same in memory does.
		const cancel = new AbortController();
		const waiting = node.runEach('waitForStatus', [upload()], { options: { pollIntervalSeconds: 5 }, signal: cancel.signal });
		await eventually(() => timers() > before, true);
		cancel.abort();
		await waiting;
	});

	it('asks for all pending images in one batch at each look', async () => {
		const { executions } = await waitAcrossRestarts(node, [upload('A'), upload('B'), upload('C')]);
		await executions.next();
		expect(trips()).toEqual(['POST /v1.0/$batch with 3', 'POST /v1.0/$batch with 3']);
	});

	it('ends with the error of a failed upload, word for word that of a wait in memory', async () => {
		const id = upload();
		const { executions } = await waitAcrossRestarts(node, [ready, id]);
		end(id, 'failed', 'sourceImageNotGeneralized');
		const { error } = await executions.next();
		const inMemory = await node.runEach('waitForStatus', [ready, id]);
		expect(error?.message).toContain('failed: sourceImageNotGeneralized');
		expect([error?.message, error?.description, error?.context]).toEqual([inMemory.error?.message, inMemory.error?.description, inMemory.error?.context]);
	});

	it('outputs the error of one item as data while the others wait on, where the workflow continues on errors', async () => {
		const [slow, doomed] = [upload('Slow'), upload('Doomed')];
		const onError = 'continueRegularOutput';
		const { executions } = await waitAcrossRestarts(node, [doomed, slow, notGeneralized], { onError });
		end(doomed, 'failed', 'sourceImageNotGeneralized');
		await executions.next();
		expect(executions.waits).toBe(true);
		end(slow, 'ready');
		const { items } = await executions.next();
		const inMemory = await node.runEach('waitForStatus', [doomed, slow, notGeneralized], { onError });
		expect(items.map(({ json }) => json)).toEqual(inMemory.items.map(({ json }) => json));
		expect(log().filter((line) => line.startsWith(`GET /v1.0#/${doomed}`))).toHaveLength(3);
	});

	it('stops at once with the error of an item that fails at the first look', async () => {
		const { executions, run } = await waitAcrossRestarts(node, [upload(), notGeneralized]);
		expect(run).toFailWith('failed: sourceImageNotGeneralized');
		expect(executions.code).toBeUndefined();
	});
});

describe('the pace of a wait across restarts', () => {
	it('is that of the shortest poll interval, and at least what n8n stores', async () => {
		const { executions } = await waitAcrossRestarts(node, [upload()], { options: { pollIntervalSeconds: 600 } });
		expect(executions.pauseMs).toBe(600_000);
		const { executions: fast } = await waitAcrossRestarts(node, [upload()], { options: { pollIntervalSeconds: 1 } });
		expect(fast.pauseMs).toBe(66_000);
	});

	it('passes over a 503, and leaves the service alone as long as it asks', async () => {
		const id = upload();
		const { executions } = await waitAcrossRestarts(node, [id]);
		strike({ status: 503, headers: { 'retry-after': '300' } });
		await executions.next();
		expect(executions.pauseMs).toBe(300_000);
		end(id, 'ready');
		expect((await executions.next()).items[0]?.json.status).toBe('ready');
		expect(node.requests().map(({ status }) => status)).toEqual([200, 503, 200]);
	});

	it('does not look at an image before its time when another one is due', async () => {
		const [asked, other] = [upload('Asked'), upload('Other')];
		const { executions } = await waitAcrossRestarts(node, [asked, other]);
		strike({ status: 503, headers: { 'retry-after': '300' } }, { path: `/deviceImages/${asked}` });
		await executions.next();
		await executions.next();
		expect(log().filter((line) => line.includes(asked))).toHaveLength(2);
		expect(log().filter((line) => line.includes(other))).toHaveLength(3);
	});

	it('ends with an error when the time is up', async () => {
		const { executions } = await waitAcrossRestarts(node, [upload()], { options: { timeoutMinutes: 2 } });
		expect((await executions.next()).error).toBeUndefined();
		expect(await executions.next()).toFailWith({ message: expect.stringContaining('is still pending after 2 minutes'), description: expect.stringContaining('Raise') });
	});

	it('looks once more after n8n was down for longer than the time limit', async () => {
		const id = upload();
		const { executions } = await waitAcrossRestarts(node, [id], { options: { timeoutMinutes: 2 } });
		end(id, 'ready');
		node.setTime(start + 86_400_000);
		expect((await executions.step()).items[0]?.json.status).toBe('ready');
	});
});
