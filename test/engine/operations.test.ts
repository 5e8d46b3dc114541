import { permissionOf } from '../../nodes/CloudPcDeviceImage/operations/operation';
import type { GraphServer } from '../graph-server';
import { cases, endpoint, type NamedCase } from '../operations';
import { entitiesOf } from '../operations/comparisons';
import { openWorker, type Worker } from '../operations/worker';
import type { NodeRun } from './engine';

let worker: Worker;

beforeAll(async () => {
	worker = await openWorker();
});

afterAll(async () => await worker.close());

/** The requests of a case as they arrive: all of an operation go to one version of Graph. */
const expectedRequests = ({ operation, requests }: NamedCase): string[] => {
	const version = operation.api === 'betaOnly' ? 'beta' : operation.api;
	return requests.map((request) => request.replace(' ', ` /${version}${endpoint}`));
};

const sentRequests = (graph: GraphServer): string[] =>
	graph.requests.filter(({ area }) => area === 'graph').map(({ method, path }) => `${method} ${path}`);

function expectItems({ faults }: NamedCase, items: NodeRun['items']): void {
	if (faults.kind === 'list') expect(items).not.toEqual([]);
	else expect(items).toHaveLength(1);
}

/** The same run, about things that are not in any tenant. */
const ofStrangers = (run: NodeRun): NodeRun => ({
	...run,
	items: run.items.map(({ json, ...item }) => ({ ...item, json: { ...json, id: `no ${String(json.id)}` } })),
});

const failed: NodeRun = { items: [], errorItems: [], hints: [], error: { message: 'Failed', description: '', context: {} } };

describe.each(cases.map((each) => [each.key, each] as const))('%s', (_, operationCase) => {
	it('sends the requests of its case, and says what is then in the tenant', async () => {
		const before = worker.reset(operationCase.prepare);
		const run = await worker.run(operationCase.parameters);
		expect(run.error).toBeUndefined();
		expect(sentRequests(worker.graph)).toEqual(expectedRequests(operationCase));
		expectItems(operationCase, run.items);
		expect(operationCase.compare({ graph: worker.graph, before, run, scripted: false })).toEqual([]);
	});

	it('pairs each output item with its input item, behind one that is refused', async () => {
		const before = worker.reset(operationCase.prepare);
		const options = { ...(operationCase.parameters.options as object | undefined), timeoutSeconds: '={{ $json.limit }}' };
		const run = await worker.run(
			{ ...operationCase.parameters, options },
			{ input: [{ limit: 'soon' }, { limit: 60 }], onError: 'continueRegularOutput' },
		);
		const [refused, ...items] = run.items;
		expect(refused).toMatchObject({ json: { error: expect.stringContaining("'Request Timeout (Seconds)'") }, pairedItem: { item: 0 } });
		expectItems(operationCase, items);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(items.map(() => ({ item: 1 })));
		expect(sentRequests(worker.graph)).toEqual(expectedRequests(operationCase));
		expect(operationCase.compare({ graph: worker.graph, before, run: { ...run, items }, scripted: false })).toEqual([]);
	});

	it('names the permission that it needs when Graph denies access, and changes nothing', async () => {
		const before = worker.reset(operationCase.prepare);
		const [request = ''] = expectedRequests(operationCase);
		const [method = '', path = ''] = request.split(' ');
		worker.graph.faults.add({ method, path, then: { status: 403 } });
		const run = await worker.run(operationCase.parameters);
		worker.graph.faults.clear();
		expect(run.items).toEqual([]);
		expect(run.error).toMatchObject({ description: expect.stringContaining(permissionOf(operationCase.operation)) });
		expect(entitiesOf(worker.graph)).toEqual(before);
	});

	it('has a comparison that finds what a run claims falsely, and what it conceals', async () => {
		const { graph } = worker;
		const before = worker.reset(operationCase.prepare);
		const run = await worker.run(operationCase.parameters);
		const isRead = ['read', 'list', 'wait'].includes(operationCase.faults.kind);
		const concealed = isRead ? [] : [operationCase.compare({ graph, before, run: failed, scripted: false })];
		const untouched = worker.reset(operationCase.prepare);
		const claimed = operationCase.compare({ graph, before: untouched, run: isRead ? ofStrangers(run) : run, scripted: false });
		expect([claimed, ...concealed]).not.toContainEqual([]);
	});
});
