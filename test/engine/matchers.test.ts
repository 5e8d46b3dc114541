import { sampleImageIds } from '../graph-server';
import { byId, idOfItem, useNode } from './useNode';

const node = useNode();
const { ready } = sampleImageIds;
const missing = '1a6e0000-0000-4000-8000-00000000dead';
const get = async (...ids: string[]) =>
	await node.run('get', { imageId: idOfItem, output: 'raw' }, { input: ids.map((id) => ({ id })) });

/** Returns what a matcher says when it does not hold, without colors. */
function saidBy(assertion: () => void): string {
	try {
		assertion();
	} catch (error) {
		// eslint-disable-next-line no-control-regex
		return (error as Error).message.replace(/\u001b\[\d+m/g, '');
	}
	throw new Error('The matcher holds');
}

describe('toHaveSent compares the requests that reached Graph', () => {
	it('with lines, which may be matchers themselves', async () => {
		await get(ready);
		expect(node).toHaveSent([`GET /v1.0#/${ready} 200`]);
		expect(node).toHaveSent([expect.stringMatching(/^GET .* 200$/)]);
		expect(node).not.toHaveSent([]);
	});

	it('with their number, without sign-ins', async () => {
		await get(ready);
		expect(node).toHaveSent(1);
		expect(node).not.toHaveSent(2);
	});

	it('with none at all, sign-ins included', async () => {
		expect(node).not.toHaveSent();
		await node.engine.testCredential('cloudPcGraphOAuth2Api');
		expect(node).toHaveSent();
		node.graph.requests.splice(1);
		expect(node).toHaveSent(0);
		expect(() => expect(node).not.toHaveSent()).toThrow('login POST 200');
	});

	it('and shows both lists where they differ', async () => {
		await get(missing);
		expect(saidBy(() => expect(node).toHaveSent(['GET /v1.0# 200']))).toContain(
			`-   "GET /v1.0# 200",\n+   "GET /v1.0#/${missing} 404",`,
		);
	});

	it('and shows what was sent where the number differs', async () => {
		await get(missing);
		expect(saidBy(() => expect(node).toHaveSent(0))).toContain(`Expected: 0\nSent 1:\n  GET /v1.0#/${missing} 404`);
		expect(saidBy(() => expect(node).not.toHaveSent(1))).toContain('Expected: not 1\nSent 1:');
	});
});

describe('toFailWith compares the error that stopped the node', () => {
	it('with words of its message, a pattern, or properties', async () => {
		const run = await get(ready, missing);
		expect(run).toFailWith('the device image was not found');
		expect(run).toFailWith(/^Get device image: .* found$/);
		expect(run).toFailWith({ httpCode: '404', context: { itemIndex: 1, data: { code: expect.any(String) } } });
		expect(run).toFailWith();
	});

	it.each([
		['other words', 'throttling'],
		['another pattern', /^the device/],
		['a message that is only begun', { message: 'Get device image' }],
		['another item', { context: { itemIndex: 0 } }],
		['a property that is not there', { failure: { cause: 'credential-invalid' } }],
	])('and refuses %s', async (_, expected) => {
		const run = await get(ready, missing);
		expect(run).not.toFailWith(expected);
		expect(() => expect(run).toFailWith(expected)).toThrow('the device image was not found');
	});

	it('and shows an error that nobody expected', async () => {
		const run = await get(missing);
		const said = saidBy(() => expect(run).not.toFailWith());
		expect(said).toContain('Expected: not an error\nReceived: {');
		expect(said).toContain('"message": "Get device image: the device image was not found"');
		expect(said).toContain('Choose it again');
	});

	it('and shows a run that has no error', async () => {
		const run = await get(ready);
		expect(run).not.toFailWith();
		expect(saidBy(() => expect(run).toFailWith('x'))).toContain('Expected: "x"\nReceived: no error, but 1 items');
	});
});

describe('toBePaired compares the input items that the output belongs to', () => {
	it('in their order, or as they are listed', async () => {
		const run = await get(ready, ready);
		expect(run).toBePaired();
		expect(run).toBePaired([0, 1]);
		expect(run).not.toBePaired([0]);
		expect(run).not.toBePaired([1, 0]);
	});

	it('and shows both lists where they differ', async () => {
		const run = await get(ready);
		expect(saidBy(() => expect(run).toBePaired([3]))).toMatch(/- +"item": 3,\n\+ +"item": 0,/);
	});

	it('and does not hold without items, unless none is expected', async () => {
		const run = await get(missing);
		expect(run).not.toBePaired();
		expect(run).toBePaired([]);
		expect(saidBy(() => expect(run).toBePaired())).toContain('every item paired with the one in its place\nReceived: []');
	});
});

describe('useNode', () => {
	it('gives each test a tenant of its own: one test leaves an image', async () => {
		node.addImages(1);
		expect(node.graph.tenant.images.size).toBe(9);
	});

	it('gives each test a tenant of its own: the next one does not see it', () => {
		expect(node.graph.tenant.images.size).toBe(8);
	});

	it('runs operations of other resources by their name', async () => {
		expect(await node.output('sourceImage.getAll')).toHaveLength(node.graph.tenant.sourceImages.length);
	});

	it('reports why the output of a failed run cannot be had', async () => {
		await expect(node.output('get', { imageId: byId(missing) })).rejects.toThrow(
			/^The node failed: Get device image: the device image was not found\n[^]*Choose it again/,
		);
	});

	it('keeps the stored credential when n8n is started again', async () => {
		await get(ready);
		node.graph.clearRequests();
		await node.restartN8n();
		await get(ready);
		expect(node.areas()).toEqual(['graph GET 200']);
	});
});
