import { batches } from './batches';
import { changing } from './changing';
import { creating } from './creating';
import { cloudPcReads } from './cloudPcs';
import { deleting } from './deleting';
import { errors } from './errors';
import { harmful } from './harmful';
import { headers } from './headers';
import { login } from './login';
import { methods } from './methods';
import { otherImageReads } from './otherImages';
import { policyReads } from './policies';
import { policyChanges } from './policyChange';
import { properties, unmoved } from './properties';
import { queries } from './queries';
import type { Question } from './question';
import { settled } from './settled';

export { AskedGraph, type AskedGraphOptions, type Cleaner } from './askedGraph';
export { NotAsked, type Evidence, type Facts, type Json, type Question } from './question';

/** Every question, in the order of asking: what changes something comes after what reads, but for the last. */
export const questions: readonly Question[] = [
	...methods,
	...headers,
	...queries,
	...properties,
	...policyReads,
	...cloudPcReads,
	...otherImageReads,
	...errors,
	...login,
	...batches,
	...policyChanges,
	// In the order in which they must be asked.
	...creating,
	...changing,
	...settled,
	...deleting,
	...harmful,
	unmoved,
];
