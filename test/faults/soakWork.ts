import type { IDataObject } from 'n8n-workflow';

import { sampleSources, type Fault, type RecordedRequest } from '../graph-server';
import { saysUnknown } from './comparisons';
import type { Worker } from './worker';
import { errorsOf } from './matrix';

/** What hits; each alone is one that the node must survive, or tell. */
export const soakFaults = {
	throttled: { status: 429, headers: { 'Retry-After': '0.1' } },
	refused: { status: 503, headers: { 'Retry-After': '0.1' } },
	unavailable: { status: 503 },
	timedOut: { status: 504 },
	dropped: { reset: 'before' },
	brokenOff: { reset: 'midBody' },
	lost: { lostAnswer: true },
	gateway: { html: 502 },
} satisfies Record<string, Fault>;

type Name = keyof typeof soakFaults;

/** One operation that is over: how many errors it gave, how many it should have given, and what must never happen. */
export interface Outcome {
	errors: number;
	expected: number;
	findings: string[];
}

/** One operation, in a worker where nothing else is under way: every request in its log is its own. */
export type Work = (worker: Worker, index: number) => Promise<Outcome>;

const byId = (value: string): object => ({ __rl: true, mode: 'id', value });
const exists = (id: string, { graph }: Worker): boolean => graph.tenant.images.has(id);

/** Whether one of the faults hit one of the requests. */
const hit = (requests: RecordedRequest[], ...names: Name[]): boolean =>
	requests.some(({ fault }) => names.some((name) => fault === soakFaults[name]));
const those = (requests: RecordedRequest[], method: string): RecordedRequest[] =>
	requests.filter((request) => request.method === method);

/** What the service may have acted on, or says nothing of, is looked for: only the one that reached it is found. */
const createFails = (requests: RecordedRequest[]): boolean =>
	hit(those(requests, 'POST'), 'unavailable', 'timedOut', 'dropped', 'gateway');

/** A start of which nothing is known is looked for, and made once more. */
function startFails(requests: RecordedRequest[]): boolean {
	const inconclusive = those(requests, 'POST').filter((request) =>
		hit([request], 'unavailable', 'timedOut', 'dropped', 'lost', 'gateway'),
	);
	return inconclusive.length > 1;
}

/** After a gateway's page the image is looked for: it is gone only when an earlier try deleted it. */
function deleteFails(requests: RecordedRequest[]): boolean {
	const isBatch = ({ path }: RecordedRequest): boolean => path.endsWith('$batch');
	const isDelete = ({ method, body }: RecordedRequest): boolean =>
		method === 'DELETE' || JSON.stringify(body ?? '').includes('"DELETE"');
	const page = requests.findIndex((request) => isDelete(request) && hit([request], 'gateway'));
	if (page < 0) return false;
	const earlier = requests.slice(0, page);
	return !hit(those(earlier, 'DELETE'), 'lost') && !hit(earlier.filter(isBatch), 'lost', 'brokenOff');
}

/** Nothing says whether a change that a gateway answered may be made twice. */
const updateFails = (requests: RecordedRequest[]): boolean => hit(those(requests, 'PATCH'), 'gateway');

/** Reads are tried again until one succeeds. */
const never = (): boolean => false;

const onImage =
	(
		operation: string,
		status: string,
		fails: (requests: RecordedRequest[]) => boolean,
		isDone: (id: string, worker: Worker) => boolean,
		more: object = {},
	): Work =>
	async (worker, index) => {
		const { id } = worker.graph.tenant.addImage({ displayName: `Soak ${index}`, status });
		const wasSo = isDone(id, worker);
		const run = await worker.run({ resource: 'deviceImage', operation, imageId: byId(id), ...more } as never);
		const errors = errorsOf(run).length;
		const done = isDone(id, worker);
		const findings = [
			...(run.items.length + errors === 1 ? [] : [`${operation} gave ${run.items.length} items`]),
			...(errors === 0 && (run.items[0]?.json.id !== id || !done) ? [`${operation} claimed what did not happen`] : []),
			...(errors > 0 && done && !wasSo && !saysUnknown(String(run.error?.description)) ? [`${operation} was done, and said that it failed`] : []),
		];
		worker.graph.tenant.images.delete(id);
		return { errors, expected: fails(worker.graph.requests) ? 1 : 0, findings };
	};

const statusIs = (status: string) => (id: string, { graph }: Worker) => graph.tenant.image(id)?.status === status;

const create: Work = async (worker, index) => {
	const displayName = `Created ${index}`;
	const run = await worker.run({
		resource: 'deviceImage',
		operation: 'create',
		displayName,
		version: '1.0.0',
		sourceImageResourceId: byId(sampleSources.managed.resourceId),
	} as never);
	const { images } = worker.graph.tenant;
	const made = [...images.values()].filter((image) => image.displayName === displayName).map(({ id }) => id);
	const claimed = run.items.map(({ json }) => String(json.id));
	const errors = errorsOf(run).length;
	const isTold = errors > 0 && claimed.length === 0 && made.length === 1 && saysUnknown(String(run.error?.description));
	const isRight = isTold || (claimed.join() === made.join() && made.length === (errors > 0 ? 0 : 1));
	for (const id of made) images.delete(id);
	return {
		errors,
		expected: createFails(worker.graph.requests) ? 1 : 0,
		findings: isRight ? [] : [`create made ${made.length}, claimed ${claimed.length} and gave ${errors} errors`],
	};
};

const list: Work = async (worker) => {
	const all = [...worker.graph.tenant.images.keys()];
	const run = await worker.run({ resource: 'deviceImage', operation: 'getAll', returnAll: true });
	const errors = errorsOf(run).length;
	const given = run.items.map(({ json }) => String(json.id));
	const isRight = given.join() === (errors > 0 ? '' : all.join());
	return {
		errors,
		expected: 0,
		findings: isRight ? [] : [`the list gave ${given.length} of ${all.length} images`],
	};
};

const batch: Work = async (worker, index) => {
	const ids = Array.from({ length: 5 }, () => worker.graph.tenant.addImage({ displayName: `Batch ${index}`, status: 'ready' }).id);
	const run = await worker.run(
		{ resource: 'deviceImage', operation: 'delete', imageId: byId('={{ $json.image }}') } as never,
		{ input: ids.map((image) => ({ image })), onError: 'continueRegularOutput' },
	);
	let expected = 0;
	const findings = ids.flatMap((id, item) => {
		const own = worker.graph.requests.filter(({ path, body }) => path.includes(id) || JSON.stringify(body)?.includes(id));
		if (deleteFails(own)) expected++;
		const { json } = run.items[item] ?? { json: {} as IDataObject };
		const claims = json.id === id && json.deleted === true;
		if (claims) return exists(id, worker) ? ['a batch claimed a delete that did not happen'] : [];
		if (json.error === undefined) return [`a batch lost item ${item}`];
		return exists(id, worker) || saysUnknown(JSON.stringify(json)) ? [] : ['a batch deleted, and said that it failed'];
	});
	for (const id of ids) worker.graph.tenant.images.delete(id);
	return { errors: errorsOf(run).length, expected, findings };
};

/** The operations of the soak, by name. */
export const works: Record<string, Work> = {
	create,
	list,
	'delete x 5': batch,
	delete: onImage('delete', 'ready', deleteFails, (id, worker) => !exists(id, worker)),
	get: onImage('get', 'ready', never, exists),
	retryUpload: onImage('retryUpload', 'failed', startFails, statusIs('pending')),
	update: onImage('update', 'ready', updateFails, (id, { graph }) => graph.tenant.image(id)?.osBuildNumber === '24H2', {
		updateFields: { osBuildNumber: '24H2' },
	}),
	waitForStatus: onImage('waitForStatus', 'ready', never, statusIs('ready'), { options: { pollIntervalSeconds: 1 } }),
};
