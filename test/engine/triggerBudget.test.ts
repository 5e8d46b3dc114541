import { imagesPath } from './requestLines';
import { saved, useTrigger } from './useTrigger';
import { within } from './within';

const { activate, node } = useTrigger();
const { addImages, graph, strike } = node;

describe('the time that n8n gives a poll', () => {
	const budgetMs = 1_000;

	it.each<[string, () => void]>([
		['slow pages', () => {
			graph.settings.pageSize = 1;
			strike({ delayMs: 400 }, { times: 99 });
		}],
		['empty pages without end', () => {
			graph.tenant.images.clear();
			const next = `${graph.httpUrl}/v1.0${imagesPath}?page=`;
			strike({ nextLink: `${next}0` });
			for (let page = 1; page <= 990; page++) strike({ nextLink: `${next}${page}` });
			graph.settings.answerDelayMs = 20;
		}],
		['throttling', () => {
			strike({ status: 429, headers: { 'Retry-After': '0.3' } }, { times: 99 });
		}],
		['a body that trickles', () => {
			strike({ dripMs: 1_500 });
		}],
		['slow second looks', () => {
			graph.tenant.images.clear();
			graph.faults.add({ path: `${imagesPath}/`, times: 99, then: { delayMs: 400 } });
		}],
	])('is enough for %s', async (_, happen) => {
		addImages(40, 'pending');
		const trigger = activate({}, {}, { activation: 'update' });
		await trigger.poll();
		const before = saved(trigger);
		happen();
		const startedAt = performance.now();
		// Without the budget each takes more than 13 seconds.
		await expect(within(10_000, trigger.pollIn(budgetMs))).rejects.toMatchObject({
			failure: { cause: expect.stringMatching(/^(temporarily-unavailable|rate-limited)$/) },
		});
		// Half of it at least is used: a busy machine takes longer, never less.
		expect(performance.now() - startedAt).toBeGreaterThan(budgetMs / 2);
		expect(saved(trigger)).toEqual(before);
	});
});
