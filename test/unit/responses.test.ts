/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { Readable } from 'node:stream';

import * as fc from 'fast-check';

import { readBody } from '../../nodes/CloudPcDeviceImage/graph/body';
import { batchRequests } from '../../nodes/CloudPcDeviceImage/graph/batch';
import { createGraphClient } from '../../nodes/CloudPcDeviceImage/graph/client';
import type { GraphConnection } from '../../nodes/CloudPcDeviceImage/graph/transport';
import { GraphError, type HttpResponse } from '../../nodes/CloudPcDeviceImage/graph/errors';
import type { Clock } from '../../nodes/CloudPcDeviceImage/graph/clock';
import { deviceImagesPath } from '../../nodes/CloudPcDeviceImage/graph/paths';
import { propertyRuns } from '../propertyRuns';

const root = 'https://graph.microsoft.com';

const link = fc.oneof(
	fc.nat({ max: 20 }).map((page) => `${root}/v1.0${deviceImagesPath}?$skiptoken=${page}`),
	fc.webUrl(),
	fc.constantFrom('', 'x', '//evil.example/', 'http://graph.microsoft.com/', `${root}@evil.example/`, `${root}.evil.example/`),
	fc.anything(),
);
const entity = fc.oneof(
	fc.dictionary(fc.oneof(fc.constantFrom('id', 'status', '@odata.type'), fc.string()), fc.anything(), { maxKeys: 4 }),
	fc.anything(),
);
const page = fc.record(
	{ value: fc.oneof(fc.array(entity, { maxLength: 3 }), fc.anything()), '@odata.nextLink': link },
	{ requiredKeys: [] },
);
const answer: fc.Arbitrary<HttpResponse> = fc.record(
	{
		statusCode: fc.oneof({ weight: 3, arbitrary: fc.constant(200) }, fc.constantFrom(201, 202, 204, 206, 302, 400, 404, 409, 429, 500, 503, 504)),
		headers: fc.dictionary(fc.constantFrom('date', 'request-id', 'sunset', 'link', 'deprecation', 'content-type', 'retry-after'), fc.anything()),
		body: fc.oneof({ weight: 3, arbitrary: page }, fc.constantFrom('', undefined, null, '<html>', '{"value":[{"id":'), fc.anything()),
	},
	{ requiredKeys: ['statusCode'] },
) as fc.Arbitrary<HttpResponse>;

/** Stands where n8n's request helper stands: any answers, then empty pages. */
function connectionGiving(answers: HttpResponse[]): GraphConnection & { urls: string[] } {
	const urls: string[] = [];
	return {
		root,
		signIn: 'app' as const,
		identity: '',
		urls,
		async send({ url }) {
			urls.push(url);
			return answers[urls.length - 1] ?? { statusCode: 200, body: { value: [] } };
		},
	};
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
const isEntity = (value: unknown): boolean => isObject(value) && typeof (value as { id: unknown }).id === 'string';

/** Pauses take no time here. */
function clockOfItsOwn(): Clock {
	let now = Date.UTC(2026, 10, 23);
	return {
		now: () => now,
		async sleep(ms) {
			now += ms;
		},
	};
}

/** Gives the result, or something else after an error of the documented kind. */
async function resultOf<T>(call: Promise<T>, refused?: T): Promise<T | undefined> {
	return await call.catch((error: unknown) => {
		expect(error).toBeInstanceOf(GraphError);
		const { clientRequestId, date } = (error as GraphError).failure;
		expect(clientRequestId).not.toBe('');
		expect(Boolean(date)).toBe(true);
		return refused;
	});
}

/** JSON as its value, anything else as it is. */
function valueOf(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return text;
	}
}

const partAnswer = fc.record(
	{ id: fc.oneof(fc.constantFrom('0', '1', '2', 0), fc.anything()), status: fc.oneof(fc.constantFrom(200, 204, 401, 404, 429), fc.anything()), headers: fc.anything(), body: fc.anything() },
	{ requiredKeys: [] },
);
const batchAnswer = fc.record(
	{
		statusCode: fc.oneof({ weight: 4, arbitrary: fc.constant(200) }, fc.constantFrom(404, 405, 429, 503)),
		body: fc.oneof(fc.record({ responses: fc.oneof(fc.array(fc.oneof(partAnswer, fc.anything())), fc.anything()) }), fc.anything()),
	},
) as fc.Arbitrary<HttpResponse>;

const lanes = 20;

describe('whatever is answered', () => {
	it('to a batch gives each part its own answer, or a GraphError', async () => {
		const property = fc.asyncProperty(batchAnswer, async (answered) => {
			const parts = batchRequests(connectionGiving([answered]), 'v1.0', clockOfItsOwn());
			const send = async (id: number) => await parts.send({ url: `${root}/v1.0/x/${id}`, method: 'GET' }, 'GET /x');
			const outcomes = await Promise.allSettled([send(0), send(1), send(2)]);
			for (const outcome of outcomes) {
				if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(GraphError);
				else expect(typeof outcome.value.statusCode).toBe('number');
			}
		});
		// Each takes the few ms in which a batch is collected, so some travel at once; a seed that is given back goes to the first.
		const { numRuns, seed } = propertyRuns();
		const runsOf = (lane: number) => ({ numRuns: Math.ceil(numRuns / lanes), ...(seed !== undefined && { seed: seed + lane }) });
		await Promise.all(Array.from({ length: lanes }, async (_, lane) => await fc.assert(property, runsOf(lane))));
	}, 120_000);

	it('is an entity, the whole list, or a GraphError; the bearer goes to Graph only', async () => {
		const method = fc.constantFrom('get', 'find', 'post', 'invokeAction', 'patch', 'delete');
		const property = fc.asyncProperty(fc.array(answer, { minLength: 1, maxLength: 3 }), method, async (answers, call) => {
			const announced: unknown[] = [];
			const clock = clockOfItsOwn();
			for (const [walk, isRight] of [['list', isEntity], ['listValues', isObject]] as const) {
				const lister = connectionGiving(answers);
				const list = async (): Promise<unknown[]> => {
					const entities = [];
					const graph = createGraphClient(lister, 'v1.0', { clock, onDeprecated: (deprecation) => announced.push(deprecation) });
					for await (const each of graph[walk](deviceImagesPath)) entities.push(each);
					return entities;
				};
				const listed = await resultOf(list());
				expect(listed?.every(isRight) ?? true).toBe(true);
				expect(lister.urls.every((url) => new URL(url).origin === root)).toBe(true);
			}
			const asked = connectionGiving(answers);
			const graph = createGraphClient(asked, 'beta', { clock });
			const refused = Symbol('refused');
			const outcome = await resultOf<unknown>(graph[call](deviceImagesPath, {}), refused);
			if (outcome === refused) return;
			const last = answers[asked.urls.length - 1];
			const isGone = last?.statusCode === 404 && (call === 'find' || (call === 'delete' && asked.urls.length > 1));
			// Only Graph's own 204 has no content: nothing else may pass for a change that was made, or for an image that is gone.
			if (outcome === undefined) expect(isGone || (last?.statusCode === 204 && !['get', 'find', 'post'].includes(call))).toBe(true);
			else expect(isEntity(outcome)).toBe(true);
			expect(Object.keys(outcome ?? {}).some((key) => key.startsWith('@odata.'))).toBe(false);
		});
		await fc.assert(property, propertyRuns());
	}, 120_000);

	it('is read the same wherever the network cuts it', async () => {
		const property = fc.asyncProperty(
			fc.oneof(fc.json(), fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })),
			fc.array(fc.nat({ max: 60 }), { maxLength: 8 }),
			async (text, cuts) => {
				const bytes = Buffer.from(text);
				const places = [0, ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length];
				const chunks = places.slice(1).map((end, index) => bytes.subarray(places[index], end));
				const body = await readBody(Readable.from(chunks), 'GET /x', 60_000);
				expect(body).toEqual(valueOf(new TextDecoder().decode(bytes)));
			},
		);
		await fc.assert(property, propertyRuns());
	}, 120_000);
});
