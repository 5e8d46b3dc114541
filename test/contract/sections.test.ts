/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { questions } from './questions';
import { openPoints, sections } from './sections';

/** The sections that the describes of a test file begin with. */
function heldBy(file: string): string[] {
	const text = readFileSync(join(__dirname, '..', file), 'utf8');
	return [...text.matchAll(/describe(?:\.each\(.*\))?\('([L\d., ]+) /g)].flatMap(
		([, numbers = '']) => numbers.split(',').map((number) => number.trim()),
	);
}

/** The sections of what is unknown. */
const open = ['8', 'L9'];

describe('the contract', () => {
	it.each(Object.entries(sections))('section %s is held', (number, { files = [], notTested }) => {
		const asked = questions.filter(({ section }) => section === number);
		expect(asked.length > 0 || files.length > 0).toBe(notTested === undefined);
		for (const file of files)
			expect([file, heldBy(file)]).toEqual([file, expect.arrayContaining([number])]);
	});

	it('has no question about a section that it lacks, and none twice', () => {
		expect(questions.filter(({ section }) => !(section in sections))).toEqual([]);
		const ids = questions.map(({ id }) => id);
		expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
	});

	it.each(Object.entries(openPoints))('leaves open: %s', (_, ids) => {
		const asked = questions.filter(({ id }) => ids.includes(id));
		expect(asked.map(({ id }) => id).toSorted()).toEqual([...ids].toSorted());
		for (const { section, evidence } of asked) expect([open.includes(section), evidence]).toEqual([true, 'unknown']);
	});

	it('has no open point without a place in the list', () => {
		const listed = Object.values(openPoints).flat();
		const asked = questions.filter(({ section }) => open.includes(section)).map(({ id }) => id);
		expect(asked.toSorted()).toEqual(listed.toSorted());
	});

	it('gives a reason for every question that no tenant is asked', () => {
		const reasons = questions.flatMap(({ asks }) =>
			typeof asks === 'object' ? [asks.onlyLocalBecause] : [],
		);
		expect(reasons.length).toBeGreaterThan(0);
		for (const reason of reasons) expect(reason).toMatch(/^it would /);
	});
});
