import { NodeHelpers, type INodeTypeDescription } from 'n8n-workflow';

import { operations } from '../../nodes/CloudPcDeviceImage/operations';
import { sampleImageIds } from '../graph-server';
import { toolNode, type RunOptions } from './engine';
import { byId, useNode } from './useNode';

const node = useNode();
const { engine, output, run } = node;
const { notGeneralized, pending, ready } = sampleImageIds;

const asTool = async (operation: string, parameters: object, options: RunOptions = {}) =>
	await output(operation, parameters, { node: toolNode, ...options });

describe('as a tool of an AI agent', () => {
	it.each(operations.map((operation) => [`${operation.resource} ${operation.value}`, operation] as const))(
		'%s has a description of its own for Windows 365',
		(_, { resource, value, toolDescription }) => {
			const { description } = engine.nodeType(toolNode.type);
			const shown = (type: INodeTypeDescription) =>
				NodeHelpers.getNodeParameters(type.properties, { resource, operation: value }, true, false, null, type);
			expect(shown(description)).toMatchObject({ toolDescription });
			expect(shown({ ...description, name: 'cloudPcDeviceImage' })).not.toHaveProperty('toolDescription');
			expect(toolDescription).toMatch(/Windows 365/);
			expect(toolDescription.length).toBeLessThan(500);
		},
	);

	it('an error is data with its description', async () => {
		const [item] = await asTool('delete', { imageId: byId(ready) });
		expect(item).toMatchObject({
			error: expect.stringContaining('uses the image'),
			details: { description: expect.stringContaining('Provisioning policies'), policies: [expect.any(String)] },
		});
	});

	it('an error stops the execution where the user has chosen that', async () => {
		const result = await run('get', { imageId: byId('x') }, { node: toolNode, onError: 'stopWorkflow' });
		expect(result.error).toBeDefined();
	});

	it.each([
		[{ filters: { displayName: 'no such name' } }, 'No device images match: name containing no such name. Call again without filters to see all.'],
		[{ filters: { displayName: 'x y z', status: 'Failed, pending' } }, 'No device images match: status failed or pending, name containing x y z. Call again without filters to see all.'],
	])('an empty list of %j says what was looked for', async (parameters, message) => {
		expect(await asTool('getAll', parameters)).toEqual([{ found: 0, message }]);
	});

	it('an empty list without filters says that there is nothing', async () => {
		node.graph.tenant.sourceImages.length = 0;
		expect(await asTool('sourceImage.getAll', {})).toEqual([
			{ found: 0, message: 'There are no source images that this credential can read.' },
		]);
	});

	it('a wait looks once, and a pending image is data', async () => {
		const [image] = await asTool('waitForStatus', { imageId: byId(pending) });
		expect(image).toMatchObject({ id: pending, status: 'pending', settled: false, message: expect.stringContaining('Check again later') });
		expect(node).toHaveSent(1);
	});

	it('a wait for an image that is ready says that it has settled', async () => {
		expect(await asTool('waitForStatus', { imageId: byId(ready) })).toMatchObject([{ status: 'ready', settled: true }]);
	});

	it('a wait for a failed upload is an error as data with the remedy', async () => {
		const [item] = await asTool('waitForStatus', { imageId: byId(notGeneralized) });
		expect(item).toMatchObject({
			error: expect.stringContaining('sourceImageNotGeneralized'),
			details: { description: expect.stringContaining('sysprep'), imageId: notGeneralized, status: 'failed' },
		});
	});

	it('a wait lasts as long as the user has set', async () => {
		const options = { timeoutMinutes: 0.02, pollIntervalSeconds: 1 };
		expect(await asTool('waitForStatus', { imageId: byId(pending), options })).toMatchObject([{ settled: false }]);
		expect(node.requests().length).toBeGreaterThan(1);
	});
});

describe('outside of tools', () => {
	it('an empty list has no items', async () => {
		expect(await output('getAll', { filters: { displayName: 'no such name' } })).toEqual([]);
	});

	it('a pending image whose time is up is an error, and nothing is added to one that is ready', async () => {
		expect(await run('waitForStatus', { imageId: byId(pending), options: { timeoutMinutes: 0 } })).toFailWith('is still pending');
		const [image] = await output('waitForStatus', { imageId: byId(ready) });
		expect(image).not.toHaveProperty('settled');
	});
});
