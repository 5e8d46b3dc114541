/** Repeated measurements of one thing, in one unit. */
export interface Sample {
	median: number;
	/** A quarter of the runs were below this. */
	low: number;
	/** A quarter of the runs were above this. */
	high: number;
	runs: number;
}

/**
 * Gives the value below which a share of the sorted values lies, between two neighbours in proportion.
 *
 * @param sorted values in ascending order
 * @param share from 0 to 1
 */
function quantile(sorted: number[], share: number): number {
	const position = (sorted.length - 1) * share;
	const below = sorted[Math.floor(position)] ?? NaN;
	const above = sorted[Math.ceil(position)] ?? NaN;
	return below + (above - below) * (position - Math.floor(position));
}

/** Sums up measurements; without any, everything is NaN. */
export function sampleOf(values: number[]): Sample {
	const sorted = [...values].sort((a, b) => a - b);
	return {
		median: quantile(sorted, 0.5),
		low: quantile(sorted, 0.25),
		high: quantile(sorted, 0.75),
		runs: values.length,
	};
}
