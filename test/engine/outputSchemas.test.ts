/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { join } from 'node:path';

import type { IDataObject } from 'n8n-workflow';
import { loadOutputSchema } from 'n8n-core';

import { betaOnlyProperties } from '../../nodes/CloudPcDeviceImage/images/deviceImage';
import { checkoutRoot } from '../../scripts/checkout';
import { cases } from '../operations';
import { openWorker, type Worker } from '../operations/worker';

interface Schema {
	properties: Record<string, { type: string | string[] }>;
}

const nodeDir = join(checkoutRoot, 'dist/nodes/CloudPcDeviceImage');

let worker: Worker;

beforeAll(async () => {
	worker = await openWorker();
});

afterAll(async () => await worker.close());

function typeOf(value: unknown): string {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'array';
	return typeof value === 'number' ? 'integer' : typeof value;
}

/** What only beta answers; n8n has one schema for both versions. */
const unshown = [...betaOnlyProperties, 'id'];

/** A case shows an image that is well; test/engine/output.test.ts shows a failed one. */
const onlyOfFailedImages = ['explanation', 'remedy', 'usedBy'];

/** What the output holds that the schema does not name, or names with another type. */
const strangersIn = (json: IDataObject, properties: Schema['properties']): string[] =>
	Object.entries(json)
		.filter(([key]) => properties[key] !== undefined || !unshown.includes(key))
		.filter(([key, value]) => ![properties[key]?.type].flat().includes(typeOf(value)))
		.map(([key, value]) => `${key}: ${typeOf(value)}`);

describe('n8n shows the fields of an output before the first run', () => {
	it.each(cases.map((each) => [each.key, each] as const))(
		'%s',
		async (_, { operation: { resource, value: operation }, parameters, prepare }) => {
			const { properties } = loadOutputSchema({ nodeDir, version: 1, resource, operation }) as unknown as Schema;
			worker.reset(prepare);
			const { error, items } = await worker.run({ ...parameters, output: 'simplified' });
			expect(error).toBeUndefined();
			expect(items.flatMap(({ json }) => strangersIn(json, properties))).toEqual([]);
			const given = new Set([...items.flatMap(({ json }) => Object.keys(json)), ...onlyOfFailedImages]);
			expect(Object.keys(properties).filter((key) => !given.has(key))).toEqual([]);
		},
	);
});

it('n8n shows the fields of the trigger before the first run', async () => {
	const { properties } = loadOutputSchema({ nodeDir, version: 1, versionFallback: true }) as unknown as Schema;
	const events = ['created', 'expiring', 'failed', 'ready', 'warning', 'deleted'];
	worker.reset();
	const context = worker.engine.pollContext({ parameters: { events }, mode: 'manual', staticData: {} });
	const [items = []] = (await context.poll()) ?? [];
	expect(items.length).toBeGreaterThan(0);
	for (const { json } of items) {
		expect(Object.keys(json).filter((key) => properties[key] === undefined)).toEqual([]);
		expect(strangersIn(json.image as IDataObject, (properties.image as unknown as Schema).properties)).toEqual([]);
	}
});
