import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';

import { UnsafeUrl } from '../../credentials/entra/clouds';
import { explainGraphError, type FailedOperation } from './graph/errorRules';
import { GraphError } from './graph/errors';
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
		const { status, code, requestId, clientRequestId, date } = error.failure;
		// n8n replaces the message of network codes that it knows, so only a status goes here.
		const httpCode = status === undefined ? undefined : String(status);
		const facts = { code, requestId, clientRequestId, date };
		const apiError = new NodeApiError(
			node,
			{ message },
			{ message, description, httpCode, itemIndex },
		);
		apiError.context.data = JSON.parse(JSON.stringify(facts));
		return apiError;
	}
	if (error instanceof InvalidInput || error instanceof ImageNotReady) {
		const { message, description } = error;
		return new NodeOperationError(node, message, { description, itemIndex });
	}
	if (error instanceof UnsafeUrl) {
		return new NodeOperationError(node, error.message, { itemIndex });
	}
	const cause = error instanceof Error ? error : new Error(String(error));
	return new NodeOperationError(node, cause, { itemIndex });
}
