import * as fc from 'fast-check';

import { batchRequests } from '../../nodes/CloudPcDeviceImage/graph/batch';
import { createGraphClient, type GraphConnection } from '../../nodes/CloudPcDeviceImage/graph/client';
import { GraphError, type HttpAnswer } from '../../nodes/CloudPcDeviceImage/graph/errors';
import type { Clock } from '../../nodes/CloudPcDeviceImage/images/clock';
import { deviceImagesPath } from '../../nodes/CloudPcDeviceImage/graph/paths';

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
const answer: fc.Arbitrary<HttpAnswer> = fc.record(
	{
		statusCode: fc.oneof({ weight: 3, arbitrary: fc.constant(200) }, fc.constantFrom(201, 202, 204, 206, 302, 400, 404, 409, 429, 500, 503, 504)),
		headers: fc.dictionary(fc.constantFrom('date', 'request-id', 'sunset', 'link', 'deprecation', 'content-type', 'retry-after'), fc.anything()),
		body: fc.oneof({ weight: 3, arbitrary: page }, fc.constantFrom('', undefined, null, '<html>', '{"value":[{"id":'), fc.anything()),
	},
	{ requiredKeys: ['statusCode'] },
) as fc.Arbitrary<HttpAnswer>;

/** Stands where n8n's request helper stands: any answers, then empty pages. */
function connectionGiving(answers: HttpAnswer[]): GraphConnection & { urls: string[] } {
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

const isEntity = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Pauses take no time here. */
function clockOfItsOwn(): Clock {
	let now = Date.now();
	return {
		now: () => now,
		async sleep(ms) {
			now += ms;
		},
	};
}

/** Gives the result, or undefined after an error of the documented kind. */
async function resultOf<T>(call: Promise<T>): Promise<T | undefined> {
	return await call.catch((error: unknown) => {
		expect(error).toBeInstanceOf(GraphError);
		const { clientRequestId, date } = (error as GraphError).failure;
		expect(clientRequestId).not.toBe('');
		expect(Boolean(date)).toBe(true);
		return undefined;
	});
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
) as fc.Arbitrary<HttpAnswer>;

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
		// Each takes the few ms in which a batch is collected, so some hundred travel at once.
		const lanes = Array.from({ length: 100 }, async () => await fc.assert(property, { numRuns: 100 }));
		await Promise.all(lanes);
	}, 120_000);

	it('is an entity, the whole list, or a GraphError; the bearer goes to Graph only', async () => {
		const write = fc.constantFrom('get', 'post', 'patch', 'delete');
		const property = fc.asyncProperty(fc.array(answer, { minLength: 1, maxLength: 3 }), write, async (answers, method) => {
			const announced: unknown[] = [];
			const clock = clockOfItsOwn();
			const lister = connectionGiving(answers);
			const list = async (): Promise<unknown[]> => {
				const entities = [];
				const graph = createGraphClient(lister, 'v1.0', { clock, onDeprecated: (deprecation) => announced.push(deprecation) });
				for await (const each of graph.list(deviceImagesPath)) entities.push(each);
				return entities;
			};
			const listed = await resultOf(list());
			expect(listed?.every(isEntity) ?? true).toBe(true);
			expect(lister.urls.every((url) => new URL(url).origin === root)).toBe(true);
			const graph = createGraphClient(connectionGiving(answers), 'beta', { clock });
			const result = await resultOf<unknown>(graph[method](deviceImagesPath, {}));
			expect(result === undefined || isEntity(result)).toBe(true);
			expect(Object.keys(result ?? {}).some((key) => key.startsWith('@odata.'))).toBe(false);
		});
		await fc.assert(property, { numRuns: 10_000 });
	}, 120_000);
});
