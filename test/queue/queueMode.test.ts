/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { setTimeout as pause } from 'node:timers/promises';

import { concurrency, executionsOf, startFleet, type Fleet } from './fleet';
import { publishTrigger, publishUploads, ReportReceiver, type UploadWorkflow } from './uploads';

const startLimitMs = 30 * 60_000;
const runLimitMs = 5 * 60_000;
const hour = 3_600_000;
/** n8n polls once a minute at most; the rest is slack for a late poll, to both sides. */
const oneMoreTickMs = 90_000;

let fleet: Fleet;
const receiver = new ReportReceiver();

beforeAll(async () => {
	fleet = await startFleet();
	fleet.graph.settings.imageLimit = 10_000;
	fleet.graph.settings.uploadMs = 1000;
	await receiver.open();
}, startLimitMs);

afterAll(async () => {
	await receiver.close();
	await fleet?.close();
}, runLimitMs);

beforeEach(() => {
	fleet.graph.clearRequests();
	fleet.graph.faults.clear();
	receiver.reports.length = 0;
});

const markersOf = (name: string, count: number): string[] =>
	Array.from({ length: count }, (_, at) => `${name} ${at + 1}`);

/** How often each image was asked for, by display name. */
function uploads(): Map<string, number> {
	const posts = fleet.graph.requests.filter(
		({ method, path }) => method === 'POST' && path.endsWith('/deviceImages'),
	);
	const names = posts.map(({ body }) => (body as { displayName: string }).displayName);
	return new Map(names.map((name) => [name, names.filter((other) => other === name).length]));
}

const tokenRequests = (): number =>
	fleet.graph.requests.filter(({ path }) => path.endsWith('/oauth2/v2.0/token')).length;

interface StoredExecution {
	id: number;
	status: string;
}

/** All executions of a workflow, once each has come to some end. */
async function endedExecutions(of: UploadWorkflow, count: number): Promise<StoredExecution[]> {
	const giveUpAt = Date.now() + runLimitMs - 30_000;
	for (;;) {
		const rows = await fleet.services.query<StoredExecution>(
			'SELECT id, status FROM execution_entity WHERE "workflowId" = $1 ORDER BY id',
			[of.workflow.id],
		);
		const ended = rows.filter(({ status }) => !['new', 'running', 'waiting'].includes(status));
		if (ended.length >= count) return rows;
		if (Date.now() > giveUpAt) {
			throw new Error(`Only ${ended.length} of ${count} executions have ended.`);
		}
		await pause(500);
	}
}

const statuses = (executions: StoredExecution[]): string[] =>
	executions.map(({ status }) => status);

async function until(what: string, isSo: () => boolean, limitMs = 90_000): Promise<void> {
	const giveUpAt = Date.now() + limitMs;
	while (!isSo()) {
		if (Date.now() > giveUpAt) throw new Error(`Not within ${limitMs / 1000} s: ${what}`);
		await pause(20);
	}
}

/** An entry per marker, for comparing with `uploads`. */
const onceEach = (markers: string[]): Map<string, number> =>
	new Map(markers.map((marker) => [marker, 1]));

/**
 * Asserts that each marker's image became ready and was told once. An execution whose Create fails ends as a success,
 * too: the example gives the error to another branch.
 */
const expectReports = (markers: string[]): void =>
	expect(receiver.reports.map(({ marker }) => marker).sort()).toEqual([...markers].sort());

describe('200 executions on two workers', () => {
	it(
		'are shared out, and none is lost or doubled',
		async () => {
			const flow = await publishUploads(fleet, receiver);
			const markers = markersOf('Spread', 200);
			await flow.start(markers);
			const executions = await endedExecutions(flow, 200);

			expect(statuses(executions)).toEqual(markers.map(() => 'success'));
			expect(uploads()).toEqual(onceEach(markers));
			expectReports(markers);
			const ids = executions.map(({ id }) => String(id));
			expect(receiver.reports.map(({ executionId }) => executionId).sort()).toEqual(
				[...ids].sort(),
			);

			const finishedOn = () =>
				fleet.workers.map((worker) => {
					const { finished } = executionsOf(worker);
					return ids.filter((id) => finished.has(id));
				});
			// n8n stores the end of an execution before its worker logs it.
			await until('both workers have logged every end', () => finishedOn().flat().length >= 200);
			const [first = [], second = []] = finishedOn();
			expect([...first, ...second].sort()).toEqual([...ids].sort());
			expect(Math.min(first.length, second.length)).toBeGreaterThanOrEqual(50);
		},
		runLimitMs,
	);

	it(
		'finish without a worker that was killed: only what it was running ends as an error',
		async () => {
			const flow = await publishUploads(fleet, receiver);
			const markers = markersOf('Kill', 200);
			await flow.start(markers);
			await until('60 reports', () => receiver.reports.length >= 60);
			const [dead, survivor] = fleet.workers;
			await dead.kill();
			const executions = await endedExecutions(flow, 200);

			const ranOnSurvivor = executionsOf(survivor).started;
			const failed = executions.filter(({ status }) => status !== 'success');
			expect(failed.length).toBeGreaterThan(0);
			expect(failed.length).toBeLessThanOrEqual(concurrency);
			for (const { id, status } of failed) {
				// Taken by the dead worker; it may have died just before it logged the start, or just after the end.
				expect(ranOnSurvivor.has(String(id))).toBe(false);
				// n8n gives a job to no second worker (its maxStalledCount is 0), so nothing runs twice.
				expect(status).toBe('error');
			}
			const stalled = await fleet.main.api.execution(String(failed[0]?.id));
			expect(stalled?.data.resultData.error?.message).toContain('failed to be processed');
			expect(new Set(uploads().values())).toEqual(new Set([1]));

			// What a user does: run them again. 'Return Existing Image' takes what was uploaded already.
			const reported = new Set(receiver.reports.map(({ marker }) => marker));
			const missing = markers.filter((marker) => !reported.has(marker));
			expect(missing.length).toBeLessThanOrEqual(failed.length);
			await flow.start(missing);
			await endedExecutions(flow, 200 + missing.length);
			expect(uploads()).toEqual(onceEach(markers));
			expectReports(markers);

			fleet.workers[0] = await fleet.startWorker();
		},
		runLimitMs,
	);
});

describe('the access token of an app-only credential', () => {
	it(
		'is asked for once: by the credential test, for all processes and executions',
		async () => {
			const flow = await publishUploads(fleet, receiver);
			expect(await fleet.main.api.testCredential(flow.credential)).toMatchObject({ status: 'OK' });
			const markers = markersOf('Tested', 40);
			await flow.start(markers);
			expect(new Set(statuses(await endedExecutions(flow, 40)))).toEqual(new Set(['success']));
			expectReports(markers);
			expect(tokenRequests()).toBe(1);
		},
		runLimitMs,
	);

	it(
		'is renewed once when it expires under load',
		async () => {
			const flow = await publishUploads(fleet, receiver);
			await fleet.main.api.testCredential(flow.credential);
			fleet.graph.clearRequests();
			const markers = markersOf('Expire', 100);
			await flow.start(markers);
			await until('40 uploads', () => uploads().size >= 40);
			fleet.graph.clock.advance(2 * hour);
			expect(new Set(statuses(await endedExecutions(flow, 100)))).toEqual(new Set(['success']));
			expectReports(markers);
			expect(fleet.graph.requests.some(({ status }) => status === 401)).toBe(true);
			expect(tokenRequests()).toBe(1);
		},
		runLimitMs,
	);

	it(
		'is asked for once by each worker that finds none, when the credential was never tested',
		async () => {
			const flow = await publishUploads(fleet, receiver);
			// So slow that all executions that run at a time come before the first token.
			fleet.graph.faults.add({ path: '/oauth2/v2.0/token', times: Infinity, then: { delayMs: 3000 } });
			const markers = markersOf('Cold', 40);
			await flow.start(markers);
			expect(new Set(statuses(await endedExecutions(flow, 40)))).toEqual(new Set(['success']));
			expectReports(markers);
			// In a process the first execution asks for all; n8n locks only the renewal across processes.
			const asked = tokenRequests();
			expect(asked).toBeGreaterThanOrEqual(1);
			expect(asked).toBeLessThanOrEqual(fleet.workers.length);

			const warm = markersOf('Warm', 20);
			await flow.start(warm);
			await endedExecutions(flow, 60);
			expectReports([...markers, ...warm]);
			expect(tokenRequests()).toBe(asked);
		},
		runLimitMs,
	);
});

describe('the trigger', () => {
	const answeredPolls = (): number =>
		fleet.graph.requests.filter(
			({ path, status }) => path.endsWith('/deviceImages') && status === 200,
		).length;

	it(
		'is polled by the main process only, and its executions run on a worker',
		async () => {
			await publishTrigger(fleet, receiver);
			await until('the first poll', () => answeredPolls() > 0);
			fleet.graph.tenant.addImage({ displayName: 'New Image', status: 'ready' });
			await until('a report', () => receiver.reports.length > 0);
			fleet.graph.clearRequests();
			const [report] = receiver.reports;
			expect(report?.marker).toBe('New Image');
			const ranOn = () =>
				fleet.workers.filter((worker) =>
					executionsOf(worker).started.has(report?.executionId ?? ''),
				);
			// What a worker prints comes here later than what it sends.
			await until('a worker has logged the execution', () => ranOn().length > 0);
			expect(ranOn()).toHaveLength(1);

			// From just after a poll there is one more, with three processes that could. Several main processes, of which
			// one leads, need a licence of n8n and are not tested.
			await pause(oneMoreTickMs);
			expect(answeredPolls()).toBe(1);

			// Without the main process nobody looks.
			await fleet.main.stop();
			fleet.graph.clearRequests();
			await pause(65_000);
			expect(fleet.graph.requests).toEqual([]);
			expect(receiver.reports).toHaveLength(1);
		},
		2 * runLimitMs,
	);
});
