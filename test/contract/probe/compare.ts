/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { isDeepStrictEqual } from 'node:util';

import { NotAsked, questions, type AskedGraph, type Facts, type Question } from '../questions';
import { comparable } from '../questions/facts';
import { reasonOf } from '../questions/reason';

/** What came of one question in one Graph. */
export type Outcome =
	| { kind: 'answer'; facts: Facts }
	/** The reason ends the sentence "not asked: …". */
	| { kind: 'notAsked'; why: string }
	| { kind: 'noResponse'; why: string };

/** One question, and what both Graphs said. */
export interface Comparison {
	question: Question;
	local: Outcome;
	tenant: Outcome;
}

/**
 * Asks the tenant and the local Graph every question.
 *
 * @param signal ends it before the next question
 * @throws the signal's reason
 */
export async function compare(
	tenant: AskedGraph,
	local: AskedGraph,
	signal: AbortSignal,
): Promise<Comparison[]> {
	const comparisons: Comparison[] = [];
	for (const question of questions) {
		comparisons.push({
			question,
			local: await ask(question, local),
			tenant: await askTenant(question, tenant),
		});
		signal.throwIfAborted();
	}
	return comparisons;
}

async function askTenant(question: Question, tenant: AskedGraph): Promise<Outcome> {
	const { asks } = question;
	if (typeof asks === 'object') return { kind: 'notAsked', why: asks.onlyLocalBecause };
	if (asks === 'write' && tenant.options.sources.length === 0) {
		return { kind: 'notAsked', why: 'it is no GET; give --write and --source-image' };
	}
	return await ask(question, tenant);
}

async function ask(question: Question, graph: AskedGraph): Promise<Outcome> {
	try {
		return { kind: 'answer', facts: await question.ask(graph) };
	} catch (error) {
		const kind = error instanceof NotAsked ? 'notAsked' : 'noResponse';
		return { kind, why: reasonOf(error) };
	}
}

/** How a tenant's answer stands to the contract and to the local Graph. */
export type Verdict =
	| 'same'
	/** The contract says unknown. */
	| 'differs, unknown before'
	| 'differs, against the contract'
	| 'differs, within the contract'
	| 'not asked'
	| 'no answer';

/** Compares the facts; the service's own words do not count. */
export function verdict({ question, local, tenant }: Comparison): Verdict {
	if (tenant.kind === 'notAsked') return 'not asked';
	if (tenant.kind === 'noResponse') return 'no answer';
	const facts = comparable(tenant.facts);
	if (local.kind === 'answer' && isDeepStrictEqual(facts, comparable(local.facts))) return 'same';
	if (question.evidence === 'unknown') return 'differs, unknown before';
	const fits = question.expected.some((each) => isDeepStrictEqual(facts, comparable(each)));
	return fits ? 'differs, within the contract' : 'differs, against the contract';
}
