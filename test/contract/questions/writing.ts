import { imagesBeta, imagesV1 } from '../msal';
import { imagesPath, nilId, noSuchId, prefer, type AskedGraph, type Entity } from './askedGraph';
import { contextOf, hasHeader, modifiedAt, outcome, partOf, propertiesOf, refusal } from './facts';
import { NotAsked, type Evidence, type Facts, type Question } from './question';

/** Azure Compute Gallery versions, as opposed to managed images (contract 1.4). */
const galleryId = /\/galleries\/[^/]+\/images\/[^/]+\/versions\/[^/]+$/i;

/** A question that changes nothing but what was made for it. */
function write(
	id: string,
	section: string,
	title: string,
	evidence: Evidence,
	ask: Question['ask'],
	...expected: Facts[]
): Question {
	return { id, section, title, evidence, asks: 'write', ask, expected };
}

/** POST on the probe's own image. */
async function act(graph: AskedGraph, action: string, version: 'v1.0' | 'beta' = 'beta') {
	return await graph.client.post(`${imagesPath(version)}/${await graph.ownImageId()}/${action}`);
}

/** Reads one of the probe's own images; changes tell which, as of createOnce. */
async function readOwn(graph: AskedGraph, changes?: Entity) {
	const id = await graph.ownImageId(changes);
	return await graph.client.get(`${imagesBeta}/${id}`, { headers: prefer });
}

/** Waits for the end of that image's upload. */
async function settle(graph: AskedGraph, changes?: Entity): Promise<{ minutes: number; image: Entity }> {
	const { waitMinutes, pass } = graph.options;
	if (waitMinutes === 0) throw new NotAsked('it waits for the end of an upload; give --wait');
	for (let minutes = 0; ; minutes++) {
		const image = Object((await readOwn(graph, changes)).data) as Entity;
		if (image.status !== 'pending') return { minutes, image };
		if (minutes >= waitMinutes)
			throw new NotAsked(`the upload was pending after ${minutes} minutes`);
		await pass(60_000);
	}
}

/** An image whose source image does not exist: it fails, and costs nobody anything. */
function fromNothing(graph: AskedGraph): Entity {
	const source = String(graph.newImage({}).sourceImageResourceId);
	const group = source.replace(/\/providers\/.*$/i, '');
	const missing = `${group}/providers/Microsoft.Compute/images/${graph.ownName}`;
	return { version: '0.0.4', sourceImageResourceId: missing };
}

/** Uploads the failed image again. */
async function restart(graph: AskedGraph, action: 'retryUpload' | 'reupload'): Promise<Facts> {
	const { image } = await settle(graph, fromNothing(graph));
	if (image.status !== 'failed') throw new NotAsked(`the upload ended as ${String(image.status)}`);
	const reply = await graph.client.post(`${imagesBeta}/${String(image.id)}/${action}`);
	const after = Object((await readOwn(graph, fromNothing(graph))).data) as Entity;
	return {
		...outcome(reply),
		body: Boolean(reply.data),
		imageStatus: String(after.status),
		errorCode: after.errorCode === null ? null : String(after.errorCode),
		newer: modifiedAt(after) > modifiedAt(image),
	};
}

const restarted = { status: 204, body: false, imageStatus: 'pending', errorCode: null, newer: true };

const versions = ['beta', 'v1.0'] as const;

const patches = versions.map((version) =>
	write(
		`patch-${version}`,
		'8',
		`PATCH of displayName on ${version}`,
		'unknown',
		async (graph) => {
			const id = await graph.ownImageId();
			const displayName = `${graph.ownName} renamed on ${version}`;
			const reply = await graph.client.patch(`${imagesPath(version)}/${id}`, { displayName });
			const after = await readOwn(graph);
			return { ...outcome(reply), changed: Object(after.data).displayName === displayName };
		},
		{ status: 200, changed: true },
	),
);

/** Microsoft registers a permission for PATCH on this path alone. The body names only an own image, as it is called. */
const collectionPatches = versions.map((version) =>
	write(
		`patch-collection-${version}`,
		'1.8',
		`PATCH on the collection on ${version}`,
		'unknown',
		async (graph) => {
			const body = { id: await graph.ownImageId(), displayName: graph.ownName };
			return outcome(await graph.client.patch(imagesPath(version), body));
		},
		{ status: 405, code: 'Request_BadRequest' },
	),
);

/** What changes something, in the order in which it must be asked (contract 1.4, 1.7, 1.8, 3.1, 8). */
export const writing: Question[] = [
	write(
		'create',
		'1.4',
		'Create answers at once, with what is detected later being null',
		'documented',
		async (graph) => {
			const reply = await graph.createOnce();
			if (reply.status !== 201) return refusal(reply);
			const image = reply.data as Record<string, unknown>;
			return {
				status: 201,
				context: contextOf(reply),
				imageStatus: String(image.status),
				null: propertiesOf(image).filter((name) => image[name] === null),
			};
		},
		{
			status: 201,
			context: 'deviceManagement/virtualEndpoint/deviceImages/$entity',
			imageStatus: 'pending',
			null: [
				'errorCode',
				'expirationDate',
				'operatingSystem',
				'osBuildNumber',
				'osStatus',
				'osVersionNumber',
			],
		},
	),
	write(
		'get-after-create',
		'3.1',
		'Get right after Create',
		'inferred',
		async (graph) => outcome(await readOwn(graph)),
		{ status: 200 },
		{ status: 404 },
	),
	write(
		'list-after-create',
		'3.1',
		'The list right after Create shows the image, changed within five minutes of this clock',
		'inferred',
		async (graph) => {
			const id = await graph.ownImageId();
			const image = (await graph.readList(imagesV1)).find((row) => row.id === id);
			if (!image) return { listed: false };
			return { listed: true, aboutNow: Math.abs(modifiedAt(image) - Date.now()) < 300_000 };
		},
		{ listed: true, aboutNow: true },
		{ listed: false },
	),
	write(
		'os-status-while-pending',
		'8',
		'osStatus, errorCode and statusDetails while pending',
		'unknown',
		async (graph) => {
			const { data } = await readOwn(graph);
			const shown = (name: string) => {
				const value: unknown = Object(data)[name];
				return value === undefined ? 'absent' : value === null ? null : String(value);
			};
			if (shown('status') !== 'pending') throw new NotAsked('the upload had ended already');
			return {
				osStatus: shown('osStatus'),
				errorCode: shown('errorCode'),
				statusDetails: shown('statusDetails'),
			};
		},
		{ osStatus: null, errorCode: null, statusDetails: null },
	),
	write(
		'create-twin',
		'8',
		'Create with a name and version that exist',
		'unknown',
		async (graph) => {
			await graph.ownImageId();
			return outcome(await graph.create({}));
		},
		{ status: 409, code: 'conflict', innerCode: 'DeviceImageAlreadyExists' },
	),
	write(
		'create-short-version',
		'1.4',
		'Create with version 1.0',
		'unknown',
		async (graph) => outcome(await graph.create({ version: '1.0' })),
		{ status: 400, code: 'badRequest', innerCode: 'InvalidProperties' },
	),
	write(
		'create-no-version',
		'3.5',
		'Create without version',
		'inferred',
		async (graph) => refusal(await graph.create({ version: undefined })),
		{ status: 400, code: 'badRequest', innerCode: 'InvalidProperties' },
	),
	write(
		'create-scope-ids',
		'8',
		'Create with scopeIds, on beta',
		'unknown',
		async (graph) => {
			const reply = await graph.create({ version: '0.0.2', scopeIds: ['0'] }, 'beta');
			if (reply.status !== 201) return refusal(reply);
			const { scopeIds } = Object(reply.data) as Record<string, unknown>;
			return { status: 201, kept: Array.isArray(scopeIds) && scopeIds.includes('0') };
		},
		{ status: 201, kept: true },
	),
	write(
		'create-from-gallery',
		'8',
		'Create from a version in an Azure Compute Gallery',
		'unknown',
		async (graph) => {
			const { sources } = graph.options;
			const gallery = sources.find((source) => galleryId.test(source));
			if (!gallery) throw new NotAsked('give --source-image with the ARM ID of a gallery version');
			if (gallery === sources[0]) return outcome(await graph.createOnce());
			return outcome(await graph.create({ version: '0.0.3', sourceImageResourceId: gallery }));
		},
		{ status: 201 },
	),
	write(
		'create-from-nothing',
		'3.1',
		'Create from a source image that does not exist',
		'unknown',
		async (graph) => outcome(await graph.createOnce(fromNothing(graph))),
		{ status: 201 },
	),
	write(
		'create-broken-json',
		'4.1',
		'Create with JSON that breaks off',
		'unknown',
		async ({ client }) => {
			// As bytes, or axios would make a JSON string of it.
			const body = Buffer.from('{"displayName":');
			const headers = { 'Content-Type': 'application/json' };
			return refusal(await client.post(imagesV1, body, { headers }));
		},
		{ status: 400, code: 'BadRequest' },
	),
	write(
		'create-plain-text',
		'4.1',
		'Create with Content-Type text/plain',
		'unknown',
		async (graph) => {
			const headers = { 'Content-Type': 'text/plain' };
			return outcome(await graph.create({ version: '0.0.5' }, 'v1.0', headers));
		},
		{ status: 415, code: 'UnsupportedMediaType' },
	),
	write(
		'retry-on-v1.0',
		'1.7',
		'retryUpload on v1.0, which lacks it',
		'schema',
		async (graph) => ({ status: (await act(graph, 'retryUpload', 'v1.0')).status }),
		...[400, 404, 405].map((status) => ({ status })),
	),
	write(
		'retry-on-pending',
		'8',
		'retryUpload of a pending image',
		'unknown',
		async (graph) => outcome(await act(graph, 'retryUpload')),
		{ status: 400, code: 'badRequest', innerCode: 'DeviceImageNotFailed' },
	),
	write(
		'reupload',
		'8',
		'Whether reupload still answers (of a pending image)',
		'unknown',
		async (graph) => {
			const reply = await act(graph, 'reupload');
			return {
				...outcome(reply),
				sunset: hasHeader(reply, 'sunset'),
				deprecation: /rel="?deprecation/.test(String(reply.headers.link)),
			};
		},
		{
			status: 400,
			code: 'badRequest',
			innerCode: 'DeviceImageNotFailed',
			sunset: true,
			deprecation: true,
		},
	),
	...patches,
	...collectionPatches,
	write(
		'put',
		'4.1',
		'PUT, a verb that the path lacks',
		'documented',
		async (graph) => {
			const path = `${imagesV1}/${await graph.ownImageId()}`;
			return refusal(await graph.client.put(path, { displayName: graph.ownName }));
		},
		{ status: 405, code: 'Request_BadRequest' },
	),
	write(
		'upload-duration',
		'8',
		'How long an upload takes (whole minutes), and how it ends',
		'unknown',
		async (graph) => {
			const { minutes, image } = await settle(graph);
			return { minutes, status: String(image.status) };
		},
		{ minutes: 20, status: 'ready' },
	),
	write(
		'retry-on-ready',
		'8',
		'retryUpload of a ready image',
		'unknown',
		async (graph) => {
			const { image } = await settle(graph);
			if (image.status !== 'ready') throw new NotAsked(`the upload ended as ${String(image.status)}`);
			return outcome(await act(graph, 'retryUpload'));
		},
		{ status: 400, code: 'badRequest', innerCode: 'DeviceImageNotFailed' },
	),
	write(
		'source-not-found',
		'3.1',
		'How the upload from a source image that does not exist ends',
		'inferred',
		async (graph) => {
			const { image } = await settle(graph, fromNothing(graph));
			return { status: String(image.status), errorCode: String(image.errorCode) };
		},
		{ status: 'failed', errorCode: 'sourceImageNotFound' },
	),
	write(
		'retry-on-failed',
		'1.7',
		'retryUpload of a failed image',
		'inferred',
		async (graph) => await restart(graph, 'retryUpload'),
		restarted,
	),
	write(
		'reupload-on-failed',
		'1.7',
		'reupload of a failed image',
		'unknown',
		async (graph) => await restart(graph, 'reupload'),
		restarted,
	),
	write(
		'delete-unknown-id',
		'3.5',
		'Delete with the id of no image',
		'unknown',
		async ({ client }) => refusal(await client.delete(`${imagesV1}/${noSuchId}`)),
		{ status: 404, code: 'notFound', innerCode: 'DeviceImageNotFound' },
	),
	write(
		'delete-nil-id',
		'1',
		'Delete of the nil GUID, alone and in the batch of the credential test',
		'unknown',
		async (graph) => {
			const mayWrite = (await graph.createOnce()).status !== 403;
			const path = imagesV1.replace('/v1.0', '');
			const batch = await graph.client.post('/v1.0/$batch', {
				requests: [
					{ id: 'read', method: 'GET', url: `${path}?$select=id` },
					{ id: 'write', method: 'DELETE', url: `${path}/${nilId}`, dependsOn: ['read'] },
				],
			});
			const alone = refusal(await graph.client.delete(`${imagesV1}/${nilId}`));
			return { mayWrite, ...alone, batched: partOf(batch, 'write').status };
		},
		{ mayWrite: true, status: 404, code: 'notFound', innerCode: 'DeviceImageNotFound', batched: 404 },
		{ mayWrite: false, status: 403, code: 'Forbidden', batched: 403 },
	),
	write(
		'delete',
		'1',
		'Delete, then Get and Delete again',
		'documented',
		async (graph) => {
			const id = await graph.ownImageId();
			const { status, data } = await graph.deleteOwn(id);
			const get = (await graph.client.get(`${imagesV1}/${id}`)).status;
			const again = (await graph.deleteOwn(id)).status;
			return { status, body: Boolean(data), get, again };
		},
		{ status: 204, body: false, get: 404, again: 404 },
	),
];
