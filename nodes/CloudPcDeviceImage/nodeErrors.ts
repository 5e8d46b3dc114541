import { NodeApiError, NodeOperationError, type Failure, type INode } from 'n8n-workflow';

import { UnsafeUrl } from '../../credentials/entra/clouds';
import type { FailedOperation } from './explanations/errorRule';
import { explainGraphError } from './explanations/explain';
import { GraphError, type GraphFailure } from './graph/errors';
import { askedPauseMs } from './graph/retry';
import { ImageNotReady } from './images/waitForStatus';
import { InvalidInput } from './operations/operation';

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
		const { status, code, requestId, clientRequestId, correlationId, traceId, date, policies, done } =
			error.failure;
		// n8n replaces the message of network codes that it knows, so only a status goes here.
		const httpCode = status === undefined ? undefined : String(status);
		const imageId = done?.imageId;
		const facts = { code, requestId, clientRequestId, correlationId, traceId, date, policies, imageId };
		const apiError = new NodeApiError(
			node,
			{ message },
			{ message, description, httpCode, itemIndex, failure: failureOf(error.failure) },
		);
		apiError.context.data = JSON.parse(JSON.stringify(facts));
		return apiError;
	}
	if (error instanceof InvalidInput || error instanceof ImageNotReady) {
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

/** Tells n8n whether time alone can help; its durable polls wait accordingly (n8n-workflow `Failure`). */
function failureOf(failure: GraphFailure): Failure {
	const { status, code } = failure;
	if (code === 'SignInFailed' || status === 401) return { cause: 'credential-invalid' };
	const retryAfterMs = askedPauseMs(failure, Date.now());
	if (code === 'SignInUnavailable') return { cause: 'temporarily-unavailable', retryAfterMs };
	if (status === 429) return { cause: 'rate-limited', retryAfterMs };
	const isPassing = status === undefined || status < 400 || status === 408 || status >= 500;
	return isPassing ? { cause: 'temporarily-unavailable', retryAfterMs } : misconfigured;
}

/** Whether somebody has to act before the same request can succeed. */
export function isPermanent(error: NodeApiError | NodeOperationError): boolean {
	const cause = error.failure?.cause;
	return cause === 'credential-invalid' || cause === 'configuration-invalid' || !cause;
}
