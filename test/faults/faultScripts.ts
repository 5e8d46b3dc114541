import { isResourceLocatorValue, type INodeParameters } from 'n8n-workflow';

import type { Fault, FaultRule } from '../graph-server';
import { endpoint } from '../operations';
import type { Worker } from '../operations/worker';
import type { Call } from './calls';

/** What goes wrong in one row of the table. */
export interface FaultScript {
	/** Heading of its row. */
	name: string;
	/** The faults; method and path come from the call. */
	faults: (worker: Worker, call: Call) => Array<Omit<FaultRule, 'method' | 'path'>>;
	/** Which calls it makes sense for; default all. */
	fits?: (call: Call) => boolean;
	/** Node options for this row. */
	options?: INodeParameters;
	/** The pause that the service asked for, ms: nothing may come sooner. */
	pauseMs?: number;
	/** How long the service may still work after the node has given up, ms. */
	settlesInMs?: number;
	/** Whether the answer is made up, so that it need not fit to the state. */
	scripted?: boolean;
	/** What the issue demands; undefined leaves it open whether the node recovers or says clearly that it could not. */
	expected: (call: Call) => 'ok' | 'error' | undefined;
}

const isRead = ({ kind }: Call): boolean => kind === 'read' || kind === 'list' || kind === 'wait';
/** A 204 has no body that could be cut, slow or of a wrong type. */
const hasBody = ({ kind, many }: Call): boolean => many === 'batch' || (kind !== 'delete' && kind !== 'action');
const isList = ({ kind }: Call): boolean => kind === 'list';

const once = (then: Fault) => (): Array<Omit<FaultRule, 'path'>> => [{ then }];
const always = (then: Fault) => (): Array<Omit<FaultRule, 'path'>> => [{ then, times: Infinity }];

const ok = (): 'ok' => 'ok';
const error = (): 'error' => 'error';
/** An update is documented nowhere, so nothing says whether it may be sent twice. */
const okButUpdate = ({ kind }: Call): 'ok' | undefined => (kind === 'update' ? undefined : 'ok');
/** Create is sent again only when the service said that it did not act; otherwise it is looked for. */
const okButCreate = (call: Call): 'ok' | 'error' | undefined => (call.kind === 'create' ? 'error' : okButUpdate(call));
/** Whatever passes ends neither a read nor a wait; a change may be left inconclusive, but Create has made nothing. */
const okForReads = (call: Call): 'ok' | 'error' | undefined => (isRead(call) ? 'ok' : call.kind === 'create' ? 'error' : undefined);
/** What was done is found again, and read again. */
const okButUpdateAndDelete = ({ kind }: Call): 'ok' | undefined => (kind === 'update' || kind === 'delete' ? undefined : 'ok');
/** A wait passes over what may pass by itself, until its own time is up. */
const errorUnlessWaiting = ({ kind }: Call): 'error' | undefined => (kind === 'wait' ? undefined : 'error');
/** A start of an upload is looked for and sent again when it was not carried out. */
const errorAfterWrites = (call: Call): 'ok' | 'error' => (isRead(call) || call.kind === 'action' ? 'ok' : 'error');
/** What is too large once is so again: only a wait has the time to look later, and a batch can be broken up. */
const errorIfTooLarge = (call: Call): 'ok' | 'error' => (call.kind === 'wait' || call.many === 'batch' ? errorAfterWrites(call) : call.kind === 'action' ? 'ok' : 'error');

const asksForSources = ({ lists }: Call): boolean => lists === '/deviceImages/getSourceImages';
/** Source images have no ID of their own, all other entries do. */
const listsEntities = (call: Call): boolean => isList(call) && !asksForSources(call);
const isBatch = ({ many }: Call): boolean => many === 'batch';

/** The look behind the change is a batch, too. */
const lookIsStruckToo = ({ kind, many }: Call): boolean => kind === 'action' && many === 'batch';

const throttled = (retryAfter?: string): Fault => ({
	status: 429,
	...(retryAfter !== undefined && { headers: { 'Retry-After': retryAfter } }),
});
const unavailable = (retryAfter?: string): Fault => ({ ...throttled(retryAfter), status: 503 });

/** Room for one new try; a wait looks once more when its own time is up. */
const shortBudget = { retryBudgetSeconds: 4, timeoutMinutes: 0.07, pollIntervalSeconds: 3_600 };
/** Room for one new try without a word of the service, however busy the machine is. */
const oneMoreTry = { ...shortBudget, retryBudgetSeconds: 1 };
const shortTimeout = { timeoutSeconds: 2, retryBudgetSeconds: 10 };

const otherOrigin = (worker: Worker): string => worker.graph.httpUrl.replace('127.0.0.1', 'localhost');

/** The rows of the table, in its order. */
export const faultScripts: FaultScript[] = [
	{ name: 'none', faults: () => [], expected: ok },
	{ name: '429, Retry-After 1', faults: once(throttled('1')), pauseMs: 1_000, expected: okButUpdate },
	{ name: '429, Retry-After 0.3', faults: once(throttled('0.3')), pauseMs: 300, expected: okButUpdate },
	{
		name: '429, Retry-After as a date, 2 s after Date',
		faults: once({ status: 429, headers: { Date: 'Fri, 01 May 2026 10:00:00 GMT', 'Retry-After': 'Fri, 01 May 2026 10:00:02 GMT' } }),
		pauseMs: 2_000,
		expected: okButUpdate,
	},
	{ name: '429 without Retry-After', faults: once(throttled()), expected: okButUpdate },
	{ name: '429 always, Retry-After 3', faults: always(throttled('3')), options: shortBudget, pauseMs: 3_000, expected: errorUnlessWaiting },
	{ name: '429, Retry-After 3600', faults: once(throttled('3600')), options: shortBudget, expected: errorUnlessWaiting },
	{ name: '503, Retry-After 1', faults: once(unavailable('1')), pauseMs: 1_000, expected: okButUpdate },
	{ name: '503 without Retry-After', faults: once(unavailable()), expected: okButCreate },
	{ name: '503 always, Retry-After 3', faults: always(unavailable('3')), options: shortBudget, pauseMs: 3_000, expected: errorUnlessWaiting },
	{ name: '504', faults: once({ status: 504 }), expected: okButCreate },
	{ name: '500', faults: once({ status: 500 }), expected: okForReads },
	{ name: '502', faults: once({ status: 502 }), expected: okForReads },
	{ name: '502 with a gateway page', faults: once({ html: 502 }), expected: okForReads },
	{ name: '408', faults: once({ status: 408 }), expected: okForReads },
	{ name: '401 once', faults: once({ status: 401 }), expected: ok },
	{ name: '401 always', faults: always({ status: 401 }), expected: error },
	{ name: '400', faults: once({ status: 400 }), expected: error },
	{ name: '403', faults: once({ status: 403 }), expected: error },
	{ name: '404', faults: once({ status: 404 }), expected: ({ many, mayBeMissing }) => (many === 'batch' || mayBeMissing ? undefined : 'error') },
	{ name: '409', faults: once({ status: 409 }), expected: error },
	{ name: '418 (unexpected status)', faults: once({ status: 418 }), expected: error },
	{ name: '423', faults: once({ status: 423 }), expected: error },
	{ name: '500 whose text holds the token', faults: (worker) => [{ then: { status: 500, body: { error: { code: 'Echo', message: `Authorization: Bearer ${worker.accessToken()}` } } }, times: Infinity }], options: oneMoreTry, expected: (call) => (isBatch(call) && call.kind !== 'delete' ? 'ok' : errorUnlessWaiting(call)) },
	{ name: 'connection reset before the answer', faults: once({ reset: 'before' }), expected: okButCreate },
	{ name: 'connection reset in the body', faults: once({ reset: 'midBody' }), fits: (call) => hasBody(call) && call.many !== 'part', expected: okButUpdate },
	{ name: 'answer lost after the work', faults: once({ lostAnswer: true }), expected: okButUpdate },
	{
		name: 'answer lost after the work, then 429, Retry-After 3600',
		faults: () => [{ then: { lostAnswer: true } }, { then: throttled('3600') }],
		options: shortBudget,
		expected: (call) => (isRead(call) || call.kind === 'update' ? 'error' : lookIsStruckToo(call) ? undefined : 'ok'),
	},
	{ name: 'cut JSON', faults: once({ cutJson: true }), fits: hasBody, expected: (call) => (isBatch(call) ? 'ok' : okButUpdateAndDelete(call)) },
	{ name: 'cut JSON of the batch, always', faults: always({ cutJson: true }), fits: isBatch, expected: ok },
	{ name: 'a batch that lacks two parts', faults: once({ lostParts: 2 }), fits: isBatch, expected: ok },
	{ name: '500 for the batch, always', faults: always({ status: 500 }), fits: isBatch, expected: okForReads },
	{ name: '200 with a gateway page', faults: once({ html: 200 }), expected: errorAfterWrites },
	{ name: '200 without a body', faults: once({ emptyBody: 200 }), expected: errorAfterWrites },
	{ name: '204 for a read', faults: once({ emptyBody: 204 }), fits: isRead, expected: ok },
	{ name: 'right body, content type text/plain', faults: once({ contentType: 'text/plain' }), fits: hasBody, expected: ok },
	{ name: '100 MB of body', faults: once({ hugeBodyBytes: 100_000_000 }), fits: ({ many }) => many !== 'part', options: { timeoutSeconds: 60, retryBudgetSeconds: 2 }, expected: errorIfTooLarge },
	{ name: 'slow body, 1 s in all', faults: once({ dripMs: 100 }), fits: hasBody, expected: ok },
	{ name: 'slow body, 4 s in all, limit 2 s', faults: once({ dripMs: 400 }), fits: hasBody, options: shortTimeout, expected: okButUpdate },
	{ name: 'answer after 4 s, limit 2 s', faults: once({ delayMs: 4_000 }), settlesInMs: 4_500, options: shortTimeout, expected: okForReads },
	{ name: 'next page is the same page', faults: always({ nextLink: 'repeat' }), fits: isList, expected: error },
	{
		name: 'next page on another origin',
		faults: (worker) => [{ then: { nextLink: `${otherOrigin(worker)}/v1.0/images?$skiptoken=2` } }],
		fits: isList,
		expected: error,
	},
	{
		name: 'next pages without end',
		faults: (worker, call) => Array.from({ length: 3_000 }, (_, page) => ({ then: { nextLink: `${worker.graph.httpUrl}/beta${endpoint}${call.lists ?? ''}?page=${page}` } })),
		fits: isList,
		expected: error,
	},
	{
		name: 'unknown enum values, missing fields',
		faults: (_worker, call) => {
			const asked = Object.values(call.parameters).find(isResourceLocatorValue);
			const entity = { id: String(asked?.value ?? 'x'), status: 'somethingNew', errorCode: 'brandNewCode' };
			const bare = asksForSources(call) ? {} : { id: 'y' };
			return [{ then: { status: 200, body: call.kind === 'list' ? { value: [entity, bare] } : entity } }];
		},
		fits: (call) => isRead(call) && !call.many && !call.unscriptable,
		scripted: true,
		expected: ({ kind }) => (kind === 'wait' ? 'error' : 'ok'),
	},
	{ name: 'a list instead of an object', faults: once({ status: 200, body: [] }), fits: isRead, expected: ok },
	{ name: 'a list entry without an ID', faults: once({ entryId: undefined }), fits: listsEntities, expected: ok },
	{ name: 'a list entry without an ID, always', faults: always({ entryId: undefined }), fits: listsEntities, options: oneMoreTry, expected: error },
	{ name: 'a batch answer without answers', faults: once({ status: 200, body: { responses: [null, {}] } }), fits: isBatch, expected: errorAfterWrites },
];
