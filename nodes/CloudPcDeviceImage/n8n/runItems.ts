import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';

import { checkSameConnection, connectToGraph } from '../graph/connect';
import { deprecationHint, type Deprecation } from '../graph/deprecation';
import type { GraphConnection } from '../graph/exchange';
import { Cancelled, realClock } from '../images/clock';
import { toNodeError } from '../nodeErrors';
import { describeNothingSent, describeOtherChanges, otherChanges } from '../operations/carriedOut';
import { groupCalls, runTogether, type Call, type FailedItem, type Outcome } from '../operations/itemRunner';
import { failedOperation } from '../operations/operation';
import type { Authentication } from '../parameters/authentication';
import { readItems } from './readItems';

const isCall = (item: Call | FailedItem): item is Call => !('error' in item);
const isFailed = (item: Call | Outcome): item is FailedItem => 'error' in item;

/**
 * Runs the operation of every input item. All items are read before anything is sent.
 *
 * @param context n8n's `this` of the run
 * @returns the output items, in the order of the input
 * @throws NodeApiError or NodeOperationError of the first item that failed, unless On Error says to continue
 */
export async function runItems(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const clock = realClock(context.getExecutionCancelSignal());
	const read = readItems(context);
	const outcomes: Outcome[] = read.filter(isFailed);
	stopAtFailure(context, outcomes, read.length, false);
	const { connections, refused } = await connectAll(context, read.filter(isCall));
	outcomes.push(...refused);
	stopAtFailure(context, outcomes, read.length, false);

	let deprecation: Deprecation | undefined;
	const onDeprecated = (found: Deprecation): void => {
		deprecation ??= found;
	};
	const calls = read.filter(isCall).filter(({ authentication }) => connections.has(authentication));
	for (const group of groupCalls(calls)) {
		const connection = connections.get(group[0]?.authentication as Authentication) as GraphConnection;
		outcomes.push(...(await runTogether(group, connection, clock, onDeprecated)));
		stopAtFailure(context, outcomes, read.length);
	}
	if (deprecation) addHint(context, deprecationHint(deprecation));
	return outcomes
		.sort((a, b) => a.item - b.item)
		.flatMap((outcome) => outputOf(context, outcome));
}

/** Makes one connection for each authentication; items whose connection cannot be made are refused. */
async function connectAll(
	context: IExecuteFunctions,
	calls: Call[],
): Promise<{ connections: Map<Authentication, GraphConnection>; refused: FailedItem[] }> {
	const connections = new Map<Authentication, GraphConnection>();
	const refused: FailedItem[] = [];
	for (const authentication of new Set(calls.map((call) => call.authentication))) {
		const users = calls.filter((call) => call.authentication === authentication);
		const items = users.map(({ item }) => item);
		try {
			const connection = await connectToGraph(context, authentication, items[0]);
			await checkSameConnection(context, authentication, items);
			connections.set(authentication, connection);
		} catch (error) {
			refused.push(...users.map(({ item, operation }) => ({ item, operation, error })));
		}
	}
	return { connections, refused };
}

/** Ends the run when an item has failed, unless the user wants to continue. */
function stopAtFailure(
	context: IExecuteFunctions,
	outcomes: Outcome[],
	itemCount: number,
	wasSent = true,
): void {
	const failed = outcomes.filter(isFailed).sort((a, b) => a.item - b.item);
	const [first] = failed.filter(({ error }) => error instanceof Cancelled || !context.continueOnFail());
	if (!first) return;
	const nodeError = nodeErrorOf(context, first);
	const changes = otherChanges(outcomes, first.item);
	const note = wasSent
		? describeOtherChanges(changes, itemCount - outcomes.length)
		: describeNothingSent(itemCount);
	nodeError.description = [nodeError.description, note].filter(Boolean).join('\n');
	if (changes.carriedOut.length + changes.unknown.length > 0) {
		const { carriedOut, unknown } = changes;
		const data = nodeError.context.data as IDataObject | undefined;
		nodeError.context.data = { ...data, carriedOut, ...(unknown.length > 0 && { outcomeUnknown: unknown }) };
	}
	throw nodeError;
}

const nodeErrorOf = (
	context: IExecuteFunctions,
	{ item, operation, error }: FailedItem,
): NodeApiError | NodeOperationError =>
	toNodeError(context.getNode(), error, failedOperation(operation), item);

function outputOf(context: IExecuteFunctions, outcome: Outcome): INodeExecutionData[] {
	const pairedItem = { item: outcome.item };
	if (!isFailed(outcome)) return outcome.entities.map((json) => ({ json, pairedItem }));
	const { message, description, context: errorContext } = nodeErrorOf(context, outcome);
	// n8n would cut an item with `error` beside `json` down to the message; these keys it routes whole.
	const details: IDataObject = { description, ...(errorContext.data as IDataObject | undefined) };
	return [{ json: { error: message, details }, pairedItem }];
}

/** Shows a warning beside the output, where this n8n can. */
function addHint(context: IExecuteFunctions, message: string): void {
	if (typeof context.addExecutionHints !== 'function') return;
	context.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
}
