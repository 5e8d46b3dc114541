import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { NodeRun } from '../engine/engine';
import { sampleImageIds, sampleSources, type GraphServer, type StoredImage } from '../graph-server';

const base = '/deviceManagement/virtualEndpoint/deviceImages';

/** How Graph's state must fit to what a run said. */
type Comparison = (situation: Situation) => string[];

export interface Situation {
	graph: GraphServer;
	/** The images before the run, by id. */
	before: Map<string, StoredImage>;
	run: NodeRun;
	/** Whether the answer was scripted, so that it says nothing of the state. */
	scripted: boolean;
}

/** One use of an operation, on which faults are tried. */
export interface Call {
	/** Heading of its column. */
	name: string;
	kind: 'read' | 'list' | 'wait' | 'create' | 'delete' | 'action' | 'update';
	/** Several items with Continue On Fail; the fault hits the batch that carries them, or the part of the second. */
	many?: 'batch' | 'part';
	parameters: INodeParameters;
	options?: IDataObject;
	input: IDataObject[];
	/** The request that the fault hits. */
	strikes: { method: string; path: RegExp; skip?: number };
	prepare?: (graph: GraphServer) => void;
	compare: Comparison;
}

const byId = (value: string): object => ({ __rl: true, mode: 'id', value });

const errorsIn = (run: NodeRun): string =>
	[run.error?.message, run.error?.description, ...run.items.map(({ json }) => JSON.stringify(json))].join('\n');

/** An error after a change may leave it open what happened, if it says so. */
const saysUnknown = (run: NodeRun): boolean => /may have been carried out|[Ll]ook at the image|[Ll]ook for it/.test(errorsIn(run));

const good = (run: NodeRun): IDataObject[] => run.items.map(({ json }) => json).filter((json) => json.error === undefined);

const sameImage: Comparison = ({ graph, run, scripted }) =>
	good(run).flatMap((json) => {
		const stored = graph.tenant.images.get(String(json.id));
		if (!stored) return [`gave image ${String(json.id)}, which does not exist`];
		return scripted || (stored.displayName === json.displayName && stored.version === json.version)
			? []
			: [`gave other values than image ${stored.id} has`];
	});

const wholeList =
	(idsOf: (graph: GraphServer) => string[]): Comparison =>
	({ graph, run, scripted }) => {
		if (run.error || scripted) return [];
		const given = run.items.map(({ json }) => String(json.id));
		const all = idsOf(graph);
		return given.join() === all.join() ? [] : [`gave ${given.length} of ${all.length} entries as if they were all`];
	};

const createdOnce: Comparison = ({ graph, before, run }) => {
	const created = [...graph.tenant.images.values()].filter(({ id }) => !before.has(id));
	if (created.length > 1) return [`created ${created.length} images`];
	const claimed = good(run).map(({ id }) => String(id));
	if (claimed.length > 0) return claimed.join() === created.map(({ id }) => id).join() ? [] : ['claimed an image that it did not create'];
	return created.length === 0 || saysUnknown(run) ? [] : ['created an image, and said that it failed'];
};

/** Compares each image that the items named: what the run claims has happened, and nothing else has. */
const changed =
	(ids: string[], isDone: (image: StoredImage | undefined) => boolean): Comparison =>
	({ graph, run }) => {
		const claimed = new Set(good(run).map(({ id }) => String(id)));
		return ids.flatMap((id) => {
			const done = isDone(graph.tenant.images.get(id));
			if (claimed.has(id)) return done ? [] : [`claimed a change of ${id} that did not happen`];
			return done && !saysUnknown(run) ? [`changed ${id}, and said that it failed`] : [];
		});
	};

const get = { resource: 'deviceImage', operation: 'get' } as const;
const failedIds = [sampleImageIds.notGeneralized, sampleImageIds.internalError];
const isPending = (image?: StoredImage): boolean => image?.status === 'pending';

const single = (operation: string, id: string, more: object = {}): Pick<Call, 'parameters' | 'input'> => ({
	parameters: { ...get, operation, imageId: byId(id), ...more } as never,
	input: [{}],
});

/** The calls that send one request per item. */
export const singleCalls: Call[] = [
	{
		name: 'Create',
		kind: 'create',
		parameters: {
			...get,
			operation: 'create',
			displayName: 'Finance',
			version: '1.0.0',
			sourceImageResourceId: byId(sampleSources.managed.resourceId),
		} as never,
		input: [{}],
		strikes: { method: 'POST', path: /deviceImages$/ },
		compare: createdOnce,
	},
	{
		name: 'Delete',
		kind: 'delete',
		...single('delete', sampleImageIds.free),
		strikes: { method: 'DELETE', path: /deviceImages/ },
		compare: changed([sampleImageIds.free], (image) => image === undefined),
	},
	{
		name: 'Get',
		kind: 'read',
		...single('get', sampleImageIds.ready),
		strikes: { method: 'GET', path: /deviceImages/ },
		compare: sameImage,
	},
	{
		name: 'Get Many, page 2 of 3',
		kind: 'list',
		parameters: { ...get, operation: 'getAll', returnAll: true },
		input: [{}],
		strikes: { method: 'GET', path: /deviceImages$/, skip: 1 },
		prepare: (graph) => {
			graph.settings.pageSize = 3;
		},
		compare: wholeList((graph) => [...graph.tenant.images.keys()]),
	},
	...(['retryUpload', 'reupload'] as const).map((action): Call => ({
		name: action === 'reupload' ? 'Reupload' : 'Retry Upload',
		kind: 'action',
		...single(action, sampleImageIds.internalError),
		strikes: { method: 'POST', path: new RegExp(`${action}$`) },
		compare: changed([sampleImageIds.internalError], isPending),
	})),
	{
		name: 'Update',
		kind: 'update',
		...single('update', sampleImageIds.free, { updateFields: { displayName: 'Renamed' } }),
		strikes: { method: 'PATCH', path: /deviceImages/ },
		compare: changed([sampleImageIds.free], (image) => image?.displayName === 'Renamed'),
	},
	{
		name: 'Wait for Status',
		kind: 'wait',
		...single('waitForStatus', sampleImageIds.ready),
		options: { pollIntervalSeconds: 1, timeoutMinutes: 1 },
		strikes: { method: 'GET', path: /deviceImages/ },
		compare: sameImage,
	},
	{
		name: 'Source Images',
		kind: 'list',
		parameters: { resource: 'sourceImage', operation: 'getAll', returnAll: true },
		input: [{}],
		strikes: { method: 'GET', path: /getSourceImages/ },
		compare: wholeList((graph) => graph.tenant.sourceImages.map(({ resourceId }) => resourceId)),
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
		{ ...shared, name: `${name} x ${ids.length}, batch`, many: 'batch', strikes: { method: 'POST', path: /\$batch$/ } },
		{ ...shared, name: `${name} x ${ids.length}, part`, many: 'part', strikes: { method, path: part } },
	];
}

const freeIds = [sampleImageIds.free, sampleImageIds.outOfSupport, sampleImageIds.expiringSoon];
const readIds = [sampleImageIds.ready, sampleImageIds.free, sampleImageIds.warning];

/** Two or three items, which travel as a batch. */
export const manyCalls: Call[] = [
	...several('Delete', 'delete', 'delete', freeIds, changed(freeIds, (image) => image === undefined)),
	...several('Get', 'read', 'get', readIds, sameImage),
	...several('Retry Upload', 'action', 'retryUpload', failedIds, changed(failedIds, isPending)),
];
