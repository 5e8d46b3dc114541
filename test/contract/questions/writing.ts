import { imagesBeta, imagesV1 } from '../msal';
import { imagesPath, noSuchId, prefer, type AskedGraph } from './askedGraph';
import { contextOf, hasHeader, outcome, propertiesOf, refusal } from './facts';
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

async function readOwn(graph: AskedGraph) {
	const id = await graph.ownImageId();
	return await graph.client.get(`${imagesBeta}/${id}`, { headers: prefer });
}

/** Waits for the end of the own image's upload. */
async function settle(graph: AskedGraph): Promise<{ minutes: number; status: string }> {
	const { waitMinutes, pass } = graph.options;
	if (waitMinutes === 0) throw new NotAsked('it waits for the end of an upload; give --wait');
	for (let minutes = 0; ; minutes++) {
		const { data } = await readOwn(graph);
		const status = String(Object(data).status);
		if (status !== 'pending') return { minutes, status };
		if (minutes >= waitMinutes)
			throw new NotAsked(`the upload was pending after ${minutes} minutes`);
		await pass(60_000);
	}
}

const patches = (['beta', 'v1.0'] as const).map((version) =>
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

/** What changes something, in the order in which it must be asked (contract 1.4, 1.7, 1.8, 3.1, 8). */
export const writing: Question[] = [
	write(
		'create',
		'1.4',
		'Create answers at once, with what is detected later being null',
		'documented',
		async (graph) => {
			const reply = await graph.firstCreate();
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
			if (gallery === sources[0]) return outcome(await graph.firstCreate());
			return outcome(await graph.create({ version: '0.0.3', sourceImageResourceId: gallery }));
		},
		{ status: 201 },
	),
	write(
		'create-from-nothing',
		'3.1',
		'Create from a source image that does not exist',
		'unknown',
		async (graph) => {
			const { sourceImageResourceId } = graph.newImage({});
			const missing = `${String(sourceImageResourceId).replace(/\/providers\/.*$/i, '')}/providers/Microsoft.Compute/images/${graph.ownName}`;
			return outcome(await graph.create({ version: '0.0.4', sourceImageResourceId: missing }));
		},
		{ status: 201 },
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
			const { minutes, status } = await settle(graph);
			return { minutes, status };
		},
		{ minutes: 20, status: 'ready' },
	),
	write(
		'retry-on-ready',
		'8',
		'retryUpload of a ready image',
		'unknown',
		async (graph) => {
			const { status } = await settle(graph);
			if (status !== 'ready') throw new NotAsked(`the upload ended as ${status}`);
			return outcome(await act(graph, 'retryUpload'));
		},
		{ status: 400, code: 'badRequest', innerCode: 'DeviceImageNotFailed' },
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
