/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { join } from 'node:path';

import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { loadOutputSchema } from 'n8n-core';

import { betaOnlyProperties } from '../../nodes/CloudPcDeviceImage/images/deviceImage';
import { operations } from '../../nodes/CloudPcDeviceImage/operations';
import { checkoutRoot } from '../../scripts/checkout';
import { appOnlyCredential, sampleApps, sampleImageIds, sampleSources, startGraphServer, type GraphServer } from '../graph-server';
import { Engine } from './engine';

interface Schema {
	properties: Record<string, { type: string | string[] }>;
}

let engine: Engine;
let graph: GraphServer;

beforeAll(async () => {
	engine = await Engine.load();
});

beforeEach(async () => {
	graph = await startGraphServer();
	engine.useCredential(appOnlyCredential(graph, sampleApps.readWrite));
});

afterEach(async () => await graph.close());

const byId = (value: string): object => ({ __rl: true, mode: 'id', value });

const parameters: Record<string, object> = {
	create: { displayName: 'Finance', version: '1.0.0', sourceImageResourceId: byId(sampleSources.managed.resourceId) },
	delete: { imageId: byId(sampleImageIds.free) },
	retryUpload: { imageId: byId(sampleImageIds.internalError) },
	reupload: { imageId: byId(sampleImageIds.internalError) },
	update: { updateFields: { displayName: 'Renamed' } },
	getAll: { returnAll: true },
};

function typeOf(value: unknown): string {
	if (value === null) return 'null';
	return typeof value === 'number' ? 'integer' : typeof value;
}

/** What only beta answers; n8n has one schema for both versions. */
const unshown = [...betaOnlyProperties, 'id'];

/** What the output holds that the schema does not name, or names with another type. */
const strangersIn = (json: IDataObject, properties: Schema['properties']): string[] =>
	Object.entries(json)
		.filter(([key]) => properties[key] !== undefined || !unshown.includes(key))
		.filter(([key, value]) => ![properties[key]?.type].flat().includes(typeOf(value)))
		.map(([key, value]) => `${key}: ${typeOf(value)}`);

describe('n8n shows the fields of an output before the first run', () => {
	it.each(operations.map((operation) => [`${operation.resource} ${operation.value}`, operation] as const))(
		'%s',
		async (_, { resource, value: operation }) => {
			const nodeDir = join(checkoutRoot, 'dist/nodes/CloudPcDeviceImage');
			const { properties } = loadOutputSchema({ nodeDir, version: 1, resource, operation }) as unknown as Schema;
			const imageId = byId(sampleImageIds.ready);
			const { error, items } = await engine.run({
				resource,
				operation,
				imageId,
				...parameters[operation],
			} as INodeParameters);
			expect(error).toBeUndefined();
			expect(items.flatMap(({ json }) => strangersIn(json, properties))).toEqual([]);
			const given = new Set(items.flatMap(({ json }) => Object.keys(json)));
			expect(Object.keys(properties).filter((key) => !given.has(key))).toEqual([]);
		},
	);
});
