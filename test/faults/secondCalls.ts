import { sampleImageIds } from '../graph-server';
import { byId } from '../operations/byId';
import { tellsDone } from '../operations/comparisons';
import { callOf, withOptions, type Call } from './calls';

const create = callOf('deviceImage.create');
const deletion = callOf('deviceImage.delete');
const update = callOf('deviceImage.update');
const wait = callOf('deviceImage.waitForStatus');

const aGet = { method: 'GET', path: /deviceImages/ };
const aList = { method: 'GET', path: /deviceImages$/ };

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
		kind: 'list',
		parameters: withOptions(create.parameters, { ifExists: 'returnExisting' }),
		hits: aList,
	},
	{
		...create,
		name: 'Create: look after a lost answer',
		kind: 'list',
		hits: aList,
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
