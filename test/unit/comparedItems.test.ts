import { operations } from '../../nodes/CloudPcDeviceImage/operations';
import type { Operation } from '../../nodes/CloudPcDeviceImage/operations/operation';
import { comparedItems } from '../../nodes/CloudPcDeviceImage/operations/runItems';

const callsOf = (access: Operation['access'], count: number) => {
	const operation = operations.find((each) => each.access === access) as Operation;
	return Array.from({ length: count }, (_, item) => ({ item, operation }));
};

const itemsOf = (calls: Array<{ item: number }>): number[] => calls.map(({ item }) => item);

describe('the items whose credential is compared with that of the first one', () => {
	it.each([1, 20, 21, 200])('are all of %d changes', (count) => {
		const calls = callsOf('write', count);
		expect(comparedItems(calls)).toEqual(itemsOf(calls));
	});

	it.each([1, 2, 10])('are all of %d reads', (count) => {
		const calls = callsOf('read', count);
		expect(comparedItems(calls)).toEqual(itemsOf(calls));
	});

	it.each([11, 45, 200, 10_000])('are an even choice of %d reads, with the first and the last', (count) => {
		const items = comparedItems(callsOf('read', count));
		expect([items[0], items.at(-1)]).toEqual([0, count - 1]);
		expect(items.length).toBeLessThanOrEqual(11);
		const gaps = items.slice(1).map((item, index) => item - (items[index] ?? 0));
		expect(Math.max(...gaps)).toBeLessThanOrEqual(Math.ceil(count / 10) + 1);
	});
});
