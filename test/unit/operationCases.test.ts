import { cases, endpoint, unmatchedCases } from '../operations';
import { wrongRows } from '../operations/operationTable';

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

describe("README's table of the operations", () => {
	const [heading, copy, paint, sell] = ['| Resource |', '| Car | Copy |', '| Car | Paint |', '| Car | Sell |'];

	it('has the rows of the registry, in its order', () => {
		expect(wrongRows([heading, copy, paint], [heading, copy, paint])).toEqual([]);
		expect(wrongRows([heading, paint, copy], [heading, copy, paint])).toEqual([
			expect.stringMatching(/not in the order of .*index\.ts: sort them, or let `WRITE_LISTS=1 npm run test:unit` write/),
		]);
	});

	it('names each row that an operation lacks, the row above it, and the command that writes it', () => {
		expect(wrongRows([heading, copy], [heading, copy, paint, sell])).toEqual([
			`README.md lacks a row: add\n${paint}\nbelow\n${copy}\nor let \`WRITE_LISTS=1 npm run test:unit\` write the table.`,
			`README.md lacks a row: add\n${sell}\nbelow\n${paint}\nor let \`WRITE_LISTS=1 npm run test:unit\` write the table.`,
		]);
	});

	it.each([
		['without an operation', [heading, copy, sell]],
		['that stands there twice', [heading, copy, copy]],
	])('names a row %s', (_, shown) => {
		expect(wrongRows(shown, [heading, copy])).toEqual([
			`README.md has a row of no operation, or twice: delete\n${shown[2]}\nor let \`WRITE_LISTS=1 npm run test:unit\` write the table.`,
		]);
	});
});
