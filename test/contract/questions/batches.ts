import type { AxiosResponse } from 'axios';

import { imagesV1 } from '../msal';
import { noSuchId, type AskedGraph } from './askedGraph';
import { refusal } from './facts';
import type { Facts, Question } from './question';

const path = imagesV1.replace('/v1.0', '');
const missing = { method: 'GET', url: `${path}/${noSuchId}` };
const list = { method: 'GET', url: `${path}?$select=id` };

async function send({ client }: AskedGraph, requests: object[]): Promise<AxiosResponse> {
	return await client.post('/v1.0/$batch', { requests });
}

/** A batch only reads here, but it is a POST. */
function batch(id: string, title: string, ask: Question['ask'], expected: Facts): Question {
	return {
		id: `batch-${id}`,
		section: '4.3',
		title,
		evidence: 'documented',
		asks: 'write',
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
			const { status, data } = await send(graph, [
				{ id: 'good', ...list },
				{ id: 'bad', ...missing },
				{ id: 'after', ...list, dependsOn: ['bad'] },
			]);
			const parts = (Object(data).responses ?? []) as Array<{ id: string; status: number }>;
			const of = (id: string) => parts.find((part) => part.id === id)?.status;
			const bad = of('bad') ?? 0;
			return { status, good: of('good'), badFailed: bad >= 400, after: of('after') };
		},
		{ status: 200, good: 200, badFailed: true, after: 424 },
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
];
