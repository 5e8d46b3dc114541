import { sampleImageIds } from '../graph-server';
import { byId } from '../operations/byId';
import { tellsDone } from '../operations/comparisons';
import { callOf, hitsPage, withOptions, type Call } from './calls';

const create = callOf('deviceImage.create');
const deletion = callOf('deviceImage.delete');
const update = callOf('deviceImage.update');
const wait = callOf('deviceImage.waitForStatus');
const get = callOf('deviceImage.get');
const getMany = callOf('deviceImage.getAll');

const aGet = { method: 'GET', path: /deviceImages/ };

function readBack(action: 'retryUpload' | 'reupload'): Call {
	const call = callOf(`deviceImage.${action}`);
	return {
		...call,
		name: `${call.name}: read back`,
		kind: 'read',
		hits: aGet,
		compare: tellsDone('the upload was started again', call.compare),
	};
}

/** The calls whose request before or behind the change is hit. */
export const secondCalls: readonly Call[] = [
	{
		...create,
		name: 'Create: look before',
		...hitsPage('/deviceImages'),
		parameters: withOptions(create.parameters, { ifExists: 'returnExisting' }),
	},
	{
		...create,
		name: 'Create: look after a lost answer',
		...hitsPage('/deviceImages'),
		unscriptable: true,
		prepare(graph) {
			// The new image stands on the last page.
			graph.settings.pageSize = 3;
			graph.faults.add({ method: 'POST', then: { lostAnswer: true } });
		},
	},
	{
		...create,
		name: 'Create: wait',
		kind: 'wait',
		parameters: withOptions(create.parameters, { pollIntervalSeconds: 1, timeoutMinutes: 1, waitUntilReady: true }),
		hits: aGet,
		mayBeMissing: true,
		unscriptable: true,
		prepare(graph) {
			graph.settings.uploadMs = 0;
		},
		compare: tellsDone('the image was created', create.compare),
	},
	{
		...deletion,
		name: "Delete: look after a gateway's 200",
		kind: 'read',
		hits: aGet,
		mayBeMissing: true,
		unscriptable: true,
		prepare(graph) {
			graph.tenant.images.delete(sampleImageIds.free);
			graph.faults.add({ method: 'DELETE', then: { emptyBody: 200 } });
		},
	},
	{
		...get,
		name: 'Get by name: the list',
		...hitsPage('/deviceImages'),
		parameters: { ...get.parameters, imageId: { __rl: true, mode: 'name', value: 'Windows 11 24H2 Standard 1.1.0' } },
		unscriptable: true,
	},
	{
		...getMany,
		name: 'Get Many: words that v1.0 hides',
		...hitsPage('/deviceImages'),
		hits: { method: 'GET', path: /\/beta\/.*\/deviceImages$/ },
		parameters: { ...getMany.parameters, output: 'simplified' },
		unscriptable: true,
	},
	readBack('retryUpload'),
	readBack('reupload'),
	{
		...update,
		name: 'Update: read back',
		kind: 'read',
		hits: aGet,
		prepare(graph) {
			graph.settings.patchAnswer = 204;
		},
		compare: tellsDone('the change was made', update.compare),
	},
	{
		...wait,
		name: 'Wait for Status: second look',
		parameters: { ...wait.parameters, imageId: byId(sampleImageIds.pending) },
		hits: { ...aGet, skip: 1 },
		prepare(graph) {
			// Over before the second look, and on a busy machine not before the first.
			graph.settings.uploadMs = 950;
			const image = graph.tenant.image(sampleImageIds.pending);
			if (image) graph.tenant.startUpload(image);
		},
		compare({ graph, run, scripted }) {
			const [json] = run.items.map((item) => item.json);
			const { status } = graph.tenant.image(sampleImageIds.pending) ?? {};
			return scripted || !json || (json.status === 'ready' && status === 'ready') ? [] : ['did not wait until it was ready'];
		},
	},
];
