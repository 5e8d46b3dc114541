import { n8nVersion, oldestN8nVersion } from '../../scripts/installN8n';
import type { Execution } from '../../scripts/n8nTypes';
import { startRealHost } from './realHost';
import { outputsOf } from './runs';
import { playWaits, type PlayedWaits, type Wait } from './waitScenario';
import { waitNode } from './waitWorkflows';

const played = new Map<string, PlayedWaits>();
/** n8n 2.39.10 and 2.41 look every minute for executions whose inner execution has ended in whatever way. */
const healsItself = new Map([[n8nVersion, true], [oldestN8nVersion, false]]);

beforeAll(async () => {
	// One after the other: both at once would build the package twice.
	const newest = await startRealHost(n8nVersion);
	const oldest = await startRealHost(oldestN8nVersion);
	const play = async (version: string, real: typeof newest) => {
		await using kept = new AsyncDisposableStack();
		kept.defer(async () => await real.close());
		played.set(version, await playWaits(real, healsItself.get(version) === true));
	};
	await Promise.all([play(n8nVersion, newest), play(oldestN8nVersion, oldest)]);
}, 45 * 60_000);

const reported = ({ own }: Wait, node: string) => outputsOf(own, node)[0]?.map(({ json: { wanted, id, status } }) => ({ wanted, id, status }));
const errorOf = (execution: Execution | undefined) => {
	const { message, description, context } = execution?.data.resultData.error ?? {};
	return { message, description, context };
};
const statuses = ({ own, others }: Wait) => [own, ...others].map(({ status }) => status);

describe.each([...healsItself.keys()])('a wait across restarts in n8n %s', (version) => {
	const waits = (): PlayedWaits => {
		const found = played.get(version);
		if (!found) throw new Error(`n8n ${version} has played nothing`);
		return found;
	};

	it('keeps no execution running', () => {
		expect(waits().whileWaiting).toHaveLength(21);
		expect(new Set(waits().whileWaiting)).toEqual(new Set(['waiting']));
	});

	it('outlives n8n being killed between two looks, and gives each item its own image once', () => {
		const { pairs } = waits();
		const [slow, ready] = reported(pairs, 'Report') ?? [];
		expect(slow).toEqual({ wanted: slow?.id, id: slow?.id, status: 'ready' });
		expect(ready).toEqual({ wanted: ready?.id, id: ready?.id, status: 'ready' });
		expect(slow?.id).not.toBe(ready?.id);
		expect(pairs.looks).toEqual([3, 1]);
		expect(statuses(pairs)).toEqual(['success', 'success', 'success']);
		expect(pairs.own.data.resultData.runData.Report).toHaveLength(1);
	});

	it('never goes on with an image that is not ready when n8n was killed during a look', () => {
		const { struck } = waits();
		if (healsItself.get(version)) {
			expect(reported(struck, 'Report')?.map(({ status }) => status)).toEqual(['ready']);
			expect(struck.own.status).toBe('success');
			expect(struck.looks).toEqual([3]);
		} else {
			expect(struck.own.status).toBe('canceled');
			expect(struck.own.data.resultData.runData.Report).toBeUndefined();
		}
		expect(struck.others.map(({ status }) => status)).toContain('crashed');
	});

	it('ends with the error of a failed upload, word for word that of a wait in memory', () => {
		const { failing, inMemory } = waits();
		expect(errorOf(failing.own)).toEqual(errorOf(inMemory[0]));
		expect(errorOf(failing.own).message).toContain('failed: sourceImageNotGeneralized');
		expect(failing.looks[0]).toBe(2);
	});

	it('gives the error of one item to the error output as a wait in memory does, and the other item its image', () => {
		const { continued, inMemory } = waits();
		expect(outputsOf(continued.own, waitNode)[1]?.map(({ json }) => json)).toEqual(outputsOf(inMemory[1] as Execution, waitNode)[1]?.map(({ json }) => json));
		const [unlucky] = reported(continued, 'Report Error') ?? [];
		const [lucky] = reported(continued, 'Report') ?? [];
		expect(lucky).toEqual({ wanted: lucky?.id, id: lucky?.id, status: 'ready' });
		expect(unlucky?.wanted).toEqual(expect.stringMatching(/^[\da-f-]{36}$/));
		expect(unlucky?.wanted).not.toBe(lucky?.id);
	});

	it('ends every execution without another look when somebody stops the one of the workflow', () => {
		const { cancelled } = waits();
		expect(cancelled.own.status).toBe('canceled');
		expect(cancelled.others.map(({ status }) => status)).toEqual(['error', 'error']);
		expect(cancelled.looks).toEqual([1]);
	});

	it('ends with an error when its time is up', () => {
		const { late } = waits();
		expect(errorOf(late.own).message).toBe("Device image 'Endless 1.0.0' is still pending after 1 minutes");
		expect(late.looks).toEqual([2]);
	});

	it("gives its image to the node that was started with the editor's Execute step", () => {
		const { stepped } = waits();
		expect(statuses(stepped)).toEqual(['success', 'success', 'success']);
		expect(outputsOf(stepped.own, waitNode)[0]?.map(({ json }) => json.status)).toEqual(['ready']);
	});

	it('is refused at its beginning when only the workflow can read the credential', () => {
		const { unreadable } = waits();
		expect(statuses(unreadable)).toEqual(['error', 'error', 'error']);
		expect(errorOf(unreadable.own).message).toBe("An expression in the credential can't be used in a wait across restarts");
		expect(errorOf(unreadable.own).description).toContain('can use only $json');
	});
});
