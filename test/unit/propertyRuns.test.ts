import * as fc from 'fast-check';

import { propertyRuns } from '../propertyRuns';

describe('a property', () => {
	it('runs 200 times by default', () => {
		expect(propertyRuns(undefined, {})).toEqual({ numRuns: 200 });
	});

	it('runs as often as CLOUDPC_PROPERTY_RUNS says, up to its own limit', () => {
		const env = { CLOUDPC_PROPERTY_RUNS: '10000' };
		expect([propertyRuns(undefined, env), propertyRuns(1_000, env)]).toEqual([{ numRuns: 10_000 }, { numRuns: 1_000 }]);
	});

	it.each([
		{ CLOUDPC_PROPERTY_RUNS: '0' },
		{ CLOUDPC_PROPERTY_RUNS: 'many' },
		{ CLOUDPC_PROPERTY_SEED: '1.5' },
	])('is not skipped without a word: %j', (env) => {
		expect(() => propertyRuns(undefined, env)).toThrow(/^CLOUDPC_PROPERTY_(RUNS|SEED) is '/);
	});

	it('that fails prints its seed, and CLOUDPC_PROPERTY_SEED repeats it', () => {
		const tried: number[][] = [];
		const fail = (env: NodeJS.ProcessEnv): string => {
			const values: number[] = [];
			tried.push(values);
			const property = fc.property(fc.nat(), (value) => {
				values.push(value);
				return value < 1_000;
			});
			try {
				fc.assert(property, propertyRuns(undefined, env));
			} catch (error) {
				return (error as Error).message;
			}
			throw new Error('The property did not fail');
		};
		const seed = /\bseed: (-?\d+)/.exec(fail({}))?.[1];
		expect(fail({ CLOUDPC_PROPERTY_SEED: seed })).toContain(`seed: ${seed}`);
		expect(tried[1]).toEqual(tried[0]);
	});
});
