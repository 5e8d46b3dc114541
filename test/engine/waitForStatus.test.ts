import { eventually } from '../eventually';
import { sampleImageIds } from '../graph-server';
import { byId, useNode } from './useNode';
import { within } from './within';

const node = useNode();
const { graph, log, output, requests, run, strike } = node;
const { pending, ready, notGeneralized, warning } = sampleImageIds;

describe('Wait for Status', () => {
	it('looks again until the upload has ended', async () => {
		graph.clock.setSpeed(1_200);
		const options = { pollIntervalSeconds: 1 };
		const imageId = byId(pending);
		const [image] = await output('waitForStatus', { imageId, options });
		expect(image?.status).toBe('ready');
		expect(log().length).toBeGreaterThanOrEqual(2);
	});

	it('ends on failed and warning at once', async () => {
		const wait = async (id: string) => await run('waitForStatus', { imageId: byId(id) });
		expect(await wait(notGeneralized)).toFailWith({ description: expect.stringContaining('sysprep') });
		expect(await wait(warning)).toFailWith("ended with status 'warning' instead of ready");
		expect(node).toHaveSent([`GET /v1.0#/${notGeneralized} 200`, `GET /v1.0#/${warning} 200`, `GET /beta#/${warning} $select=id,status,errorCode,osStatus 200`]);
	});

	it('passes over a 503 and waits on', async () => {
		strike({ status: 503 });
		const options = { pollIntervalSeconds: 1 };
		const imageId = byId(ready);
		expect(await output('waitForStatus', { imageId, options })).toHaveLength(1);
		expect(requests().map(({ status }) => status)).toEqual([503, 200]);
	});

	it('stops when the time is up', async () => {
		const options = { timeoutMinutes: 0 };
		const imageId = byId(pending);
		expect(await run('waitForStatus', { imageId, options })).toFailWith('is still pending after 0 minutes');
	});

	it('stops at once when the execution is cancelled', async () => {
		const cancel = new AbortController();
		const options = { pollIntervalSeconds: 10 };
		const waiting = run('waitForStatus', { imageId: byId(pending), options }, { signal: cancel.signal });
		await eventually(() => log().length, 1);
		cancel.abort();
		// The pause that is cut short would take 10 seconds.
		await within(8_000, waiting);
		expect(node).toHaveSent(1);
	});
});
