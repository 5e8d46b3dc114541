import type { AxiosResponse } from 'axios';

import { imagesV1 } from '../msal';
import { noSuchId, prefer, type ApiVersion, type AskedGraph } from './askedGraph';
import { partOf, refusal } from './facts';
import type { Facts, Question } from './question';

const path = imagesV1.replace('/v1.0', '');
const missing = { method: 'GET', url: `${path}/${noSuchId}` };
const list = { method: 'GET', url: `${path}?$select=id` };

async function send(
	{ client }: AskedGraph,
	requests: object[],
	version: ApiVersion = 'v1.0',
): Promise<AxiosResponse> {
	return await client.post(`/${version}/$batch`, { requests });
}

/** A batch of GETs: the one POST to Graph that is asked without --write, because it only reads. */
function batch(id: string, title: string, ask: Question['ask'], expected: Facts): Question {
	return {
		id: `batch-${id}`,
		section: '4.3',
		title,
		evidence: 'documented',
		asks: 'read',
		ask,
		expected: [expected],
	};
}

/** JSON batching (contract 4.3). */
export const batches: Question[] = [
	batch(
		'parts',
		'Each part is answered by itself; what depends on a failure gets 424',
		async (graph) => {
			const reply = await send(graph, [
				{ id: 'good', ...list },
				{ id: 'bad', ...missing },
				{ id: 'after', ...list, dependsOn: ['bad'] },
			]);
			const [good, bad, after] = ['good', 'bad', 'after'].map((id) => partOf(reply, id));
			return {
				status: reply.status,
				good: good?.status,
				badFailed: Number(bad?.status) >= 400,
				badCode: typeof Object(Object(bad?.body).error).code,
				after: after?.status,
			};
		},
		{ status: 200, good: 200, badFailed: true, badCode: 'string', after: 424 },
	),
	batch(
		'beta',
		'On beta, with headers of the part',
		async (graph) => {
			const reply = await send(graph, [{ id: 'list', ...list, headers: prefer }], 'beta');
			return { status: reply.status, list: partOf(reply, 'list').status };
		},
		{ status: 200, list: 200 },
	),
	batch(
		'limit',
		'21 parts are too many',
		async (graph) => {
			const parts = Array.from({ length: 21 }, (_, id) => ({ id: String(id), ...list }));
			return { status: refusal(await send(graph, parts)).status };
		},
		{ status: 400 },
	),
	batch(
		'ids',
		'Two parts with one id',
		async (graph) => {
			const parts = [list, list].map((part) => ({ id: 'same', ...part }));
			return { status: refusal(await send(graph, parts)).status };
		},
		{ status: 400 },
	),
	{
		...batch(
			'user-agent',
			'A part without User-Agent is answered like one that has it',
			async (graph) => {
				const reply = await send(graph, [
					{ id: 'without', ...list },
					{ id: 'with', ...list, headers: { 'User-Agent': 'n8n' } },
				]);
				const [without, withAgent] = ['without', 'with'].map((id) => partOf(reply, id).status);
				return { status: reply.status, without, with: withAgent };
			},
			{ status: 200, without: 200, with: 200 },
		),
		evidence: 'unknown',
	},
];
