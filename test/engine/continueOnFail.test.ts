import { sampleImageIds } from '../graph-server';
import { useNode } from './useNode';

const { runEach } = useNode();

describe('a node that continues on error', () => {
	const missing = '1a6e0000-0000-4000-8000-00000000dead';
	const ids = [sampleImageIds.ready, 'a/b', missing];

	it('keeps going, and every item stays paired', async () => {
		const run = await runEach('get', ids, { onError: 'continueRegularOutput' });
		expect(run).toBePaired([0, 1, 2]);
		expect(run.items[0]?.json.id).toBe(sampleImageIds.ready);
		expect(run.items[1]?.json.error).toContain("'Device Image' has the value 'a/b'");
		expect(run.items[2]?.json).toMatchObject({
			error: 'Get device image: the device image was not found',
			details: { code: expect.any(String), requestId: expect.any(String), description: expect.stringContaining('Choose it again') },
		});
	});

	it('sends failures to the error output, with the input beside them', async () => {
		const run = await runEach('get', ids, { onError: 'continueErrorOutput' });
		expect(run.items).toHaveLength(1);
		expect(run.errorItems.map((item) => item.json.id)).toEqual(['a/b', missing]);
	});
});
