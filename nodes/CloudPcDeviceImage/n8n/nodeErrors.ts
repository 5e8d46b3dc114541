import {
	NodeApiError,
	NodeOperationError,
	type Failure,
	type IDataObject,
	type INode,
	type INodeExecutionData,
} from 'n8n-workflow';

import { UnsafeUrl } from '../../../credentials/entra/clouds';
import type { FailedOperation } from '../explanations/errorRule';
import { explainGraphError } from '../explanations/explain';
import { classify } from '../graph/classify';
import { GraphError, type GraphFailure } from '../graph/errors';
import { retryAfterMs } from '../graph/retry';
import { ImageRefusal } from '../images/imageRefusal';
import { ImageNotReady } from '../images/waitForStatus';
import { InvalidInput } from '../parameters/invalidInput';

/**
 * Turns whatever a run threw into the error that n8n shows: what happened, and below it why and what to do.
 *
 * @param node the node, for n8n
 * @param error what was thrown
 * @param operation what had been asked for
 * @param itemIndex the input item
 */
export function toNodeError(
	node: INode,
	error: unknown,
	operation: FailedOperation,
	itemIndex?: number,
): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	if (error instanceof GraphError) {
		const { message, description } = explainGraphError(error.failure, operation);
		const { status, kind, code, requestId, clientRequestId, correlationId, traceId, date, policies, done } =
			error.failure;
		// n8n replaces the message of network codes that it knows, so only a status goes here.
		const httpCode = status === undefined ? undefined : String(status);
		const changed = { imageId: done?.imageId, policyId: done?.policyId, previousImage: done?.previousImage };
		const facts = { kind, code, requestId, clientRequestId, correlationId, traceId, date, policies, ...changed };
		const apiError = new NodeApiError(
			node,
			{ message },
			{ message, description, httpCode, itemIndex, failure: failureOf(error.failure) },
		);
		apiError.context.data = JSON.parse(JSON.stringify(facts));
		return apiError;
	}
	if (error instanceof InvalidInput || error instanceof ImageNotReady || error instanceof ImageRefusal) {
		const { message, description } = error;
		const options = { description, itemIndex, failure: misconfigured };
		const operationError = new NodeOperationError(node, message, options);
		if (error instanceof ImageNotReady) {
			const { id: imageId, status, errorCode: code } = error.image;
			operationError.context.data = { imageId, status, code };
		}
		return operationError;
	}
	if (error instanceof UnsafeUrl) {
		return new NodeOperationError(node, error.message, { itemIndex, failure: misconfigured });
	}
	const cause = error instanceof Error ? error : new Error(String(error));
	return new NodeOperationError(node, cause, { itemIndex });
}

const misconfigured: Failure = { cause: 'configuration-invalid' };

/** Returns what n8n's durable polls go by: whether time alone can help, and how long the service wants to be left alone. */
function failureOf(failure: GraphFailure): Failure {
	const { cause } = classify(failure);
	if (cause !== 'temporarily-unavailable' && cause !== 'rate-limited') return { cause } as Failure;
	return { cause, retryAfterMs: retryAfterMs(failure, Date.now()) };
}

/** Whether somebody has to act before the same request can succeed. */
export function isPermanent(error: NodeApiError | NodeOperationError): boolean {
	const cause = error.failure?.cause;
	return cause === 'credential-invalid' || cause === 'configuration-invalid' || !cause;
}

/**
 * Adds what became of the other items to an error that ends the node.
 *
 * @param nodeError the error; changed in place
 * @param note sentences for people, and facts for workflows
 */
export function addNote(
	nodeError: NodeApiError | NodeOperationError,
	{ text, facts }: { text: string; facts: object },
): void {
	nodeError.description = [nodeError.description, text].filter(Boolean).join('\n');
	if (Object.keys(facts).length === 0) return;
	nodeError.context.data = { ...(nodeError.context.data as IDataObject | undefined), ...facts };
}

/** Returns the output of an item that failed, for the one input item that it belongs to. */
export function errorItem(nodeError: NodeApiError | NodeOperationError, item: number): INodeExecutionData {
	// n8n would cut an item with `error` beside `json` down to the message; these keys it routes whole.
	const details: IDataObject = {
		description: nodeError.description,
		...(nodeError.context.data as IDataObject | undefined),
	};
	return { json: { error: nodeError.message, details }, pairedItem: { item } };
}
