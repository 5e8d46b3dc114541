import { cases, endpoint, unmatchedCases } from '../operations';

describe('the cases of the operations', () => {
	it('are one for each operation of the registry', () => {
		expect(unmatchedCases()).toEqual([]);
		expect(cases.length).toBeGreaterThan(0);
	});

	it('name the file that an operation lacks', () => {
		expect(unmatchedCases(['deviceImage.copy', 'deviceImage.get'], ['deviceImage.get'])).toEqual([
			'The operation deviceImage.copy has no case: add test/operations/deviceImage.copy.case.ts.',
		]);
	});

	it('name the file whose operation is not registered', () => {
		expect(unmatchedCases(['deviceImage.get'], ['deviceImage.get', 'deviceImage.copy'])).toEqual([
			expect.stringMatching(/^test\/operations\/deviceImage\.copy\.case\.ts has no operation: /),
		]);
	});

	it('have a column of the fault matrix each', () => {
		const columns = cases.map(({ faults }) => faults.column);
		expect(new Set(columns).size).toBe(columns.length);
	});

	it.each(cases.map((each) => [each.key, each] as const))('%s: the fault matrix hits one of its requests', (_, { requests, faults }) => {
		expect(requests[faults.hits]).toMatch(/^(GET|POST|PATCH|PUT|DELETE) \/\w/);
		expect(requests.filter((request) => request.includes(endpoint))).toEqual([]);
	});
});
