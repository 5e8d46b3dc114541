import type { AskedGraph } from './askedGraph';

export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/**
 * What an answer comes to: facts that can be compared between tenants, never an id or a name.
 * `words` is the service's own sentence; it is reported, and left out of every comparison.
 */
export type Facts = { words?: string } & { [name: string]: Json | undefined };

/** How the contract knows what it messageMatches, by its tags; `unknown` is [U]: `expected` is our guess. */
export type Evidence =
	| 'documented'
	| 'schema'
	| 'observed'
	| 'community'
	| 'general knowledge'
	| 'inferred'
	| 'unknown';

/** One thing that Graph can be asked, and what the contract says to it. */
export interface Question {
	/** Stays the same, so that two reports can be compared. */
	id: string;
	/** Of the contract, such as `1.3`. */
	section: string;
	title: string;
	evidence: Evidence;
	/**
	 * `read`: of Graph GET only, or a batch of GETs; of the login what changes nothing. `write`: other verbs, on nothing
	 * but what was made for it. `writePolicy`: a PATCH that changes nothing, of the policy that the caller named alone; it throws NotAsked without one.
	 * Else it is asked of the local Graph alone, for this reason.
	 */
	asks: 'read' | 'write' | 'writePolicy' | { onlyLocalBecause: string };
	/** @throws NotAsked when this Graph lacks what the question is about. */
	ask(graph: AskedGraph): Promise<Facts>;
	/** What the contract allows; more than one where it leaves a choice. */
	expected: readonly Facts[];
}

/** The question makes no sense here; the message ends the sentence "not asked: …". */
export class NotAsked extends Error {}
