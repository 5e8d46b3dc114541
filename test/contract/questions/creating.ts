import { imagesV1 } from '../msal';
import { contextOf, modifiedAt, outcome, propertiesOf, refusal } from './facts';
import { fromNothing, readOwn, write } from './ownImages';
import { NotAsked, type Question } from './question';

/** Azure Compute Gallery versions, as opposed to managed images (contract 1.4). */
const galleryId = /\/galleries\/[^/]+\/images\/[^/]+\/versions\/[^/]+$/i;

/** What uploads an image, and how it looks while it is pending (contract 1.4, 3.1, 8). */
export const creating: Question[] = [
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
];
