import { sampleSources, type Fault, type FaultRule, type GraphServer } from '../graph-server';
import { axiosFor } from './msal';
import { AskedGraph, NotAsked } from './questions';
import { withLocalGraph } from './withLocalGraph';

let graph: GraphServer;
let asked: AskedGraph;
/** How often it waited before it looked again. */
let pauses: number;

withLocalGraph('per test', (local) => {
	graph = local.graph;
	pauses = 0;
	asked = new AskedGraph({
		client: local.client,
		nobody: axiosFor(graph),
		authority: `${graph.httpsUrl}/${graph.tenant.id}`,
		signedInAs: 'app',
		permissions: [],
		sources: [sampleSources.managed.resourceId],
		waitMinutes: 0,
		pass: async () => void pauses++,
	});
});

const always = 99;

/** The list does not show yet what was made. */
const listLags = (times: number) => strike('GET', times, { status: 200, body: { value: [] } });

const strike = (method: FaultRule['method'], times: number, then: Fault) =>
	graph.faults.add({ method, path: /deviceImages(\/[^/]+)?$/, times, then });

/** Creates an image; its answer may be lost. */
const create = async () => await asked.create({}).catch(() => undefined);

const made = () =>
	[...graph.tenant.images.values()].filter(({ displayName }) => displayName === asked.ownName).length;

const perhaps = (why: RegExp) => [expect.stringMatching(new RegExp(`^perhaps images .+: .*${why.source}`))];

describe('what the questions made is deleted', () => {
	it('although the list does not show it yet', async () => {
		listLags(always);
		await create();
		expect([await asked.removeOwnImages(), made(), pauses]).toEqual([[], 0, 0]);
	});

	it('although the answer to Create was lost and the list lags: it looks again', async () => {
		strike('POST', 1, { lostAnswer: true });
		listLags(2);
		await create();
		expect(made()).toBe(1);
		expect([await asked.removeOwnImages(), made(), pauses]).toEqual([[], 0, 2]);
	});

	it('although Graph does not find it at first', async () => {
		listLags(1);
		strike('DELETE', 1, { status: 404 });
		await create();
		expect([await asked.removeOwnImages(), made(), pauses]).toEqual([[], 0, 1]);
	});

	it('although the list cannot be read', async () => {
		strike('GET', always, { status: 500 });
		await create();
		expect([await asked.removeOwnImages(), made()]).toEqual([[], 0]);
	});

	it('and what is gone already is no matter', async () => {
		const { data } = (await create()) ?? {};
		await asked.deleteOwn(data.id);
		graph.clearRequests();
		expect(await asked.removeOwnImages()).toEqual([]);
		expect(graph.requests.map(({ method }) => method)).toEqual(['GET']);
	});

	it('and what Graph refused to make is not looked for', async () => {
		await asked.create({ version: '1.0' });
		expect([await asked.removeOwnImages(), pauses]).toEqual([[], 0]);
	});

	it('nor what was broken off before it was sent', async () => {
		const { request } = asked.client.interceptors;
		const breaker = request.use(() => {
			throw new NotAsked('it was broken off');
		});
		await create();
		request.eject(breaker);
		expect([await asked.removeOwnImages(), pauses]).toEqual([[], 0]);
	});
});

describe('what may be left is said', () => {
	it.each<[string, Fault, number]>([
		['was lost, and the image made', { lostAnswer: true }, 1],
		['was lost, and no image made', { reset: 'before' }, 0],
		['is a 500', { status: 500 }, 0],
	])('when the answer to Create %s, and the list shows no image', async (_, fault, count) => {
		strike('POST', 1, fault);
		listLags(always);
		await create();
		expect([await asked.removeOwnImages(), made()]).toEqual([perhaps(/a Create had no clear answer/), count]);
	});

	it('when the answer to Create was lost, and the list cannot be read', async () => {
		strike('POST', 1, { lostAnswer: true });
		strike('GET', always, { status: 500 });
		await create();
		expect(await asked.removeOwnImages()).toEqual(perhaps(/was answered with 500/));
	});

	it.each<[Fault, RegExp]>([
		[{ status: 500 }, /^the image contract-probe-\w+: it was answered with 500$/],
		[{ reset: 'before' }, /^the image contract-probe-\w+: (socket hang up|.*ECONNRESET)/],
	])('when it cannot be deleted: %j', async (fault, why) => {
		strike('DELETE', always, fault);
		await create();
		expect(await asked.removeOwnImages()).toEqual([expect.stringMatching(why)]);
	});

	it('when Graph never finds what it made', async () => {
		listLags(always);
		strike('DELETE', always, { status: 404 });
		await create();
		expect(await asked.removeOwnImages()).toEqual([
			`the image ${asked.ownName}: Graph made it and does not find it (404)`,
		]);
	});
});
