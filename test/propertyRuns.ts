/* eslint-disable @n8n/community-nodes/no-restricted-globals */
/** What fast-check is told about one property. */
export interface PropertyRuns {
	numRuns: number;
	seed?: number;
}

const defaultRuns = 200;

function readInteger(name: string, text: string | undefined, pattern: RegExp): number | undefined {
	if (text === undefined || text === '') return undefined;
	// fast-check takes NaN without a word, and then runs a property not once.
	if (!pattern.test(text)) throw new Error(`${name} is '${text}', which is no number of that kind.`);
	return Number(text);
}

/**
 * Returns how often a property runs: 200 times, or as often as CLOUDPC_PROPERTY_RUNS says, which `npm test` sets.
 * A failure prints its seed; CLOUDPC_PROPERTY_SEED repeats it.
 *
 * @param limit for a property that is one of many, or that asks a server
 * @throws Error when one of the variables is no number
 */
export function propertyRuns(limit = Infinity, env: NodeJS.ProcessEnv = process.env): PropertyRuns {
	const { CLOUDPC_PROPERTY_RUNS: runs, CLOUDPC_PROPERTY_SEED: wanted } = env;
	const numRuns = readInteger('CLOUDPC_PROPERTY_RUNS', runs, /^[1-9]\d*$/) ?? defaultRuns;
	const seed = readInteger('CLOUDPC_PROPERTY_SEED', wanted, /^-?\d+$/);
	return { numRuns: Math.min(numRuns, limit), ...(seed !== undefined && { seed }) };
}
