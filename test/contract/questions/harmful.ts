import { imagesBeta, imagesV1, policies } from '../msal';
import { prefer, type AskedGraph } from './askedGraph';
import { outcome, refusal } from './facts';
import { NotAsked, type Evidence, type Facts, type Question } from './question';

/** The limit of custom images per tenant (contract 3.2). */
const imageLimit = 20;

function onlyLocal(
	because: string,
	about: { id: string; section: string; title: string; evidence: Evidence },
	ask: Question['ask'],
	expected: Facts,
): Question {
	return { ...about, asks: { onlyLocalBecause: because }, ask, expected: [expected] };
}

async function restartFailed(graph: AskedGraph, action: string): Promise<Facts> {
	const images = await graph.client.get(imagesV1, { params: { $filter: "status eq 'failed'" } });
	const [failed] = images.data.value as Array<{ id: string }>;
	if (!failed) throw new NotAsked('no upload has failed');
	const reply = await graph.client.post(`${imagesBeta}/${failed.id}/${action}`);
	const { data } = await graph.client.get(`${imagesBeta}/${failed.id}`, { headers: prefer });
	return {
		...outcome(reply),
		body: Boolean(reply.data),
		imageStatus: data.status,
		errorCode: data.errorCode,
	};
}

const restarted = { status: 204, body: false, imageStatus: 'pending', errorCode: null };
const notOurs = 'it would upload an image again that somebody may be working on';

/** What could do harm in a tenant (contract 1.7, 3.2, 8). */
export const harmful: Question[] = [
	onlyLocal(
		notOurs,
		{
			id: 'retry-on-failed',
			section: '1.7',
			title: 'retryUpload of a failed image',
			evidence: 'inferred',
		},
		async (graph) => await restartFailed(graph, 'retryUpload'),
		restarted,
	),
	onlyLocal(
		notOurs,
		{
			id: 'reupload-on-failed',
			section: '1.7',
			title: 'reupload of a failed image',
			evidence: 'unknown',
		},
		async (graph) => await restartFailed(graph, 'reupload'),
		restarted,
	),
	onlyLocal(
		'it would delete an image that Cloud PCs are made from, should the tenant allow it',
		{
			id: 'delete-in-use',
			section: '8',
			title: 'Delete of an image that a policy uses',
			evidence: 'unknown',
		},
		async (graph) => {
			const used = await graph.someOf(policies, 'no policy uses an image');
			return refusal(await graph.client.delete(`${imagesV1}/${String(used[0]?.imageId)}`));
		},
		{ status: 409, code: 'conflict', innerCode: 'DeviceImageInUse' },
	),
	onlyLocal(
		'it would fill the tenant with images',
		{ id: 'image-21', section: '8', title: 'Create of the 21st image', evidence: 'unknown' },
		async (graph) => {
			const count = async () => Number((await graph.client.get(`${imagesV1}/$count`)).data);
			for (let number = await count(); number < imageLimit; number++) {
				await graph.create({ version: `1.0.${number}` });
			}
			return outcome(await graph.create({ version: '2.0.0' }));
		},
		{ status: 400, code: 'badRequest', innerCode: 'DeviceImageLimitExceeded' },
	),
];
