/** What goes wrong. Sizes are in bytes, times in real milliseconds. */
export type Fault =
	/** An answer instead of the work; without a body the error of that status. */
	| { status: number; headers?: Record<string, string>; body?: unknown }
	/** Waits before the work. */
	| { delayMs: number }
	/** Does the work, then waits before it sends the answer: what arrives is old. */
	| { delayAnswerMs: number }
	/** Runs a function before the work, or between the work and its answer, as when somebody else edits the tenant then. */
	| { runBefore: () => void }
	| { runAfter: () => void }
	/** Drops the connection before any work, or in the middle of the answer's body. */
	| { reset: 'before' | 'midBody' }
	/** Does the work, then drops the connection. */
	| { lostAnswer: true }
	/** A complete answer whose JSON stops half way. */
	| { cutJson: true }
	/** A gateway's HTML page with that status, instead of the work. */
	| { html: number }
	/** No body at all with that status, instead of the work. */
	| { emptyBody: number }
	/** The real answer under another content type. */
	| { contentType: string }
	/** A 200 whose JSON body is that long, streamed, instead of the work. */
	| { hugeBodyBytes: number }
	/** The real body in ten pieces with that pause between them. */
	| { dripMs: number }
	/** The real list with `@odata.nextLink` to itself (`repeat`) or to the given address. */
	| { nextLink: string }
	/** The real list, whose first entry has that `id`; `undefined` leaves it out. */
	| { entryId: unknown }
	/** The real batch response without that many of its parts. */
	| { lostParts: number };

/** When a fault strikes. */
export interface FaultRule {
	/** Default: every method. */
	method?: string;
	/** Against the path before `?`: a string must occur in it. Default: every path. */
	path?: RegExp | string;
	/** How many requests it strikes; default 1. */
	times?: number;
	/** How many matching requests pass first; default 0. */
	skip?: number;
	/** Chance per matching request, 0 to 1; default 1. One that is spared uses up no `times`. */
	probability?: number;
	then: Fault;
}

interface LiveRule extends FaultRule {
	toSkip: number;
	left: number;
}

/** The script of faults. The first rule that strikes wins; a batch part is matched like a request. */
export class Faults {
	/** Decides `probability`; replace it to make a run repeatable. */
	random: () => number = Math.random;
	private rules: LiveRule[] = [];

	add(rule: FaultRule): void {
		this.rules.push({ ...rule, toSkip: rule.skip ?? 0, left: rule.times ?? 1 });
	}

	clear(): void {
		this.rules = [];
	}

	/**
	 * Asked once per request.
	 *
	 * @param method The verb.
	 * @param path The path as sent, before `?`.
	 * @returns The fault that strikes this request.
	 */
	strike(method: string, path: string): Fault | undefined {
		for (const rule of this.rules) {
			if (rule.left <= 0 || !matches(rule, method, path)) continue;
			if (rule.toSkip > 0) {
				rule.toSkip--;
				continue;
			}
			if (rule.probability !== undefined && this.random() >= rule.probability) continue;
			rule.left--;
			return rule.then;
		}
		return undefined;
	}
}

function matches(rule: FaultRule, method: string, path: string): boolean {
	if (rule.method && rule.method.toUpperCase() !== method) return false;
	if (rule.path === undefined) return true;
	return typeof rule.path === 'string' ? path.includes(rule.path) : path.search(rule.path) >= 0;
}
