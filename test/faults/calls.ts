import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { NodeRun } from '../engine/engine';
import { sampleImageIds, sampleSources, type GraphServer, type StoredImage } from '../graph-server';
import { changed, createdOnce, sameImage, tellsDone, wholeList, type Comparison } from './comparisons';
import type { Worker } from './worker';

const base = '/deviceManagement/virtualEndpoint/deviceImages';

/** One use of an operation, on which faults are tried. */
export interface Call {
	/** Heading of its column. */
	name: string;
	/** What the hit request is. */
	kind: 'read' | 'list' | 'wait' | 'create' | 'delete' | 'action' | 'update';
	/** Several items with Continue On Fail; the fault hits the batch that carries them, or the part of the second. */
	many?: 'batch' | 'part';
	parameters: INodeParameters;
	options?: IDataObject;
	input: IDataObject[];
	/** The request that the fault hits. */
	hits: { method: string; path: RegExp; skip?: number };
	/** A 404 is one of the right answers. */
	mayBeMissing?: true;
	/** The answer is about images that no script can know. */
	unscriptable?: true;
	prepare?: (graph: GraphServer) => void;
	/** How it is run; default as an action node. Gives its run, and what is found out later, without faults. */
	play?: (worker: Worker) => Promise<{ run: NodeRun; later?: () => Promise<string[]> }>;
	compare: Comparison;
}

const byId = (value: string): object => ({ __rl: true, mode: 'id', value });

const get = { resource: 'deviceImage', operation: 'get' } as const;
const failedIds = [sampleImageIds.notGeneralized, sampleImageIds.internalError];
const isPending = (image?: StoredImage): boolean => image?.status === 'pending';
const isRenamed = (image?: StoredImage): boolean => image?.displayName === 'Renamed';
const isGone = (image?: StoredImage): boolean => image === undefined;

const single = (operation: string, id: string, more: object = {}): Pick<Call, 'parameters' | 'input'> => ({
	parameters: { ...get, operation, imageId: byId(id), ...more } as never,
	input: [{}],
});
const create: Pick<Call, 'parameters' | 'input'> = {
	parameters: {
		...get,
		operation: 'create',
		displayName: 'Finance',
		version: '1.0.0',
		sourceImageResourceId: byId(sampleSources.managed.resourceId),
	} as never,
	input: [{}],
};
const update = single('update', sampleImageIds.free, { updateFields: { displayName: 'Renamed' } });
const actions = ['retryUpload', 'reupload'] as const;
const nameOf = { retryUpload: 'Retry Upload', reupload: 'Reupload' };
const aWait = { pollIntervalSeconds: 1, timeoutMinutes: 1 };
const aGet = { method: 'GET', path: /deviceImages/ };

/** The calls that send one request per item, or whose first request is hit. */
export const singleCalls: Call[] = [
	{
		name: 'Create',
		kind: 'create',
		...create,
		hits: { method: 'POST', path: /deviceImages$/ },
		compare: createdOnce,
	},
	{
		name: 'Delete',
		kind: 'delete',
		...single('delete', sampleImageIds.free),
		hits: { method: 'DELETE', path: /deviceImages/ },
		compare: changed([sampleImageIds.free], isGone),
	},
	{
		name: 'Get',
		kind: 'read',
		...single('get', sampleImageIds.ready),
		hits: aGet,
		compare: sameImage,
	},
	{
		name: 'Get Many, page 2 of 3',
		kind: 'list',
		parameters: { ...get, operation: 'getAll', returnAll: true },
		input: [{}],
		hits: { method: 'GET', path: /deviceImages$/, skip: 1 },
		prepare: (graph) => {
			graph.settings.pageSize = 3;
		},
		compare: wholeList((graph) => [...graph.tenant.images.keys()]),
	},
	...actions.map((action): Call => ({
		name: nameOf[action],
		kind: 'action',
		...single(action, sampleImageIds.internalError),
		hits: { method: 'POST', path: new RegExp(`${action}$`) },
		compare: changed([sampleImageIds.internalError], isPending),
	})),
	{
		name: 'Update',
		kind: 'update',
		...update,
		hits: { method: 'PATCH', path: /deviceImages/ },
		compare: changed([sampleImageIds.free], isRenamed),
	},
	{
		name: 'Wait for Status',
		kind: 'wait',
		...single('waitForStatus', sampleImageIds.ready),
		options: aWait,
		hits: aGet,
		compare: sameImage,
	},
	{
		name: 'Source Images',
		kind: 'list',
		parameters: { resource: 'sourceImage', operation: 'getAll', returnAll: true },
		input: [{}],
		hits: { method: 'GET', path: /getSourceImages/ },
		compare: wholeList((graph) => graph.tenant.sourceImages.map(({ resourceId }) => resourceId)),
	},
];

/** The calls whose request before or behind the change is hit. */
export const secondCalls: Call[] = [
	{
		name: 'Create: look before',
		kind: 'list',
		...create,
		options: { ifExists: 'returnExisting' },
		hits: { method: 'GET', path: /deviceImages$/ },
		compare: createdOnce,
	},
	{
		name: 'Create: look after a lost answer',
		kind: 'list',
		...create,
		hits: { method: 'GET', path: /deviceImages$/ },
		unscriptable: true,
		prepare: (graph) => {
			// The new image stands on the last page.
			graph.settings.pageSize = 3;
			graph.faults.add({ method: 'POST', then: { lostAnswer: true } });
		},
		compare: createdOnce,
	},
	{
		name: 'Create: wait',
		kind: 'wait',
		...create,
		options: { ...aWait, waitUntilReady: true },
		hits: aGet,
		mayBeMissing: true,
		unscriptable: true,
		prepare: (graph) => {
			graph.settings.uploadMs = 0;
		},
		compare: tellsDone('the image was created', createdOnce),
	},
	{
		name: "Delete: look after a gateway's 200",
		kind: 'read',
		...single('delete', sampleImageIds.free),
		hits: aGet,
		mayBeMissing: true,
		unscriptable: true,
		prepare: (graph) => {
			graph.tenant.images.delete(sampleImageIds.free);
			graph.faults.add({ method: 'DELETE', then: { emptyBody: 200 } });
		},
		compare: changed([sampleImageIds.free], isGone),
	},
	...actions.map((action): Call => ({
		name: `${nameOf[action]}: read back`,
		kind: 'read',
		...single(action, sampleImageIds.internalError),
		hits: aGet,
		compare: tellsDone('the upload was started again', changed([sampleImageIds.internalError], isPending)),
	})),
	{
		name: 'Update: read back',
		kind: 'read',
		...update,
		hits: aGet,
		prepare: (graph) => {
			graph.settings.patchAnswer = 204;
		},
		compare: tellsDone('the change was made', changed([sampleImageIds.free], isRenamed)),
	},
	{
		name: 'Wait for Status: second look',
		kind: 'wait',
		...single('waitForStatus', sampleImageIds.pending),
		options: aWait,
		hits: { ...aGet, skip: 1 },
		prepare: (graph) => {
			// Over before the second look, and on a busy machine not before the first.
			graph.settings.uploadMs = 950;
			const image = graph.tenant.image(sampleImageIds.pending);
			if (image) graph.tenant.startUpload(image);
		},
		compare: ({ graph, run, scripted }) => {
			const [json] = run.items.map((item) => item.json);
			const { status } = graph.tenant.image(sampleImageIds.pending) ?? {};
			return scripted || !json || (json.status === 'ready' && status === 'ready') ? [] : ['did not wait until it was ready'];
		},
	},
];

function several(name: string, kind: Call['kind'], operation: string, ids: string[], compare: Comparison): Call[] {
	const method = { get: 'GET', delete: 'DELETE', retryUpload: 'POST' }[operation] ?? '';
	const action = operation === 'retryUpload' ? '/retryUpload' : '';
	const shared = {
		kind,
		parameters: { ...get, operation, imageId: byId('={{ $json.image }}') } as never,
		input: ids.map((image) => ({ image })),
		compare,
	};
	const part = new RegExp(`${base}/${ids[1]}${action}$`);
	return [
		{ ...shared, name: `${name} x ${ids.length}, batch`, many: 'batch', hits: { method: 'POST', path: /\$batch$/ } },
		{ ...shared, name: `${name} x ${ids.length}, part`, many: 'part', hits: { method, path: part } },
	];
}

const freeIds = [sampleImageIds.free, sampleImageIds.outOfSupport, sampleImageIds.expiringSoon];
const readIds = [sampleImageIds.ready, sampleImageIds.free, sampleImageIds.warning];

/** Two or three items, which travel as a batch. */
export const manyCalls: Call[] = [
	...several('Delete', 'delete', 'delete', freeIds, changed(freeIds, isGone)),
	...several('Get', 'read', 'get', readIds, sameImage),
	...several('Retry Upload', 'action', 'retryUpload', failedIds, changed(failedIds, isPending)),
];
