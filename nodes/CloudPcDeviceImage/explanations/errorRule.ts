import type { GraphFailure } from '../graph/errors';

/** The parts of an operation that an error message needs. */
export interface FailedOperation {
	/** What the user asked for, e.g. `Create device image`. */
	action: string;
	/** The least permission that Microsoft documents for it. */
	permission: string;
	/** Whether it changes something: then a lost response leaves it open whether that was done. */
	access: 'read' | 'write';
	/** What it acts on, e.g. `device image`; undefined for a list. */
	noun?: string;
	/** What only this operation can meet; tried before the rules that all share. */
	errorRules?: readonly ErrorRule[];
	/** Whether the user sets timeout and retries: the trigger and the pickers decide these by themselves. */
	hasRequestOptions: boolean;
}

/** An error as the user reads it. */
export interface Explanation {
	/** What happened. */
	message: string;
	/** Why, how to fix it, and the IDs that Microsoft's support asks for. */
	description: string;
}

/** What one kind of failure means to the user. */
export interface ErrorRule {
	when: (failure: GraphFailure, operation: FailedOperation) => boolean;
	/** Comes behind `action: `. */
	message: (operation: FailedOperation, failure: GraphFailure) => string;
	remedy: (operation: FailedOperation, failure: GraphFailure) => string;
}
