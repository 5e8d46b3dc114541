import { publicText } from '../../../credentials/entra/publicText';
import type { GraphClient } from '../graph/client';
import { GraphError } from '../graph/errors';
import { odataLiteral, policiesPath } from '../graph/paths';

/** How a delete of an image in use may be refused: documented is that it is, not how. */
const refusals = [400, 409, 423];

/**
 * Adds the provisioning policies that use an image to the error of its refused delete, where they can be read.
 *
 * @param graph the Graph client
 * @param id the image
 * @param error whatever the delete threw
 * @returns what to throw: the error with the names, or the error itself
 */
export async function withPoliciesInTheWay(
	graph: GraphClient,
	id: string,
	error: unknown,
): Promise<unknown> {
	if (!(error instanceof GraphError) || !refusals.includes(error.failure.status ?? 0)) return error;
	const policies: string[] = [];
	try {
		const query = { $filter: `imageId eq ${odataLiteral(id)}`, $select: 'id,displayName' };
		for await (const policy of graph.list(policiesPath, query)) {
			policies.push(publicText(String(policy.displayName ?? policy.id)));
		}
	} catch (lookError) {
		// The refusal is what the user must read; that its cause could not be looked up is not.
		if (lookError instanceof GraphError) return error;
		return lookError;
	}
	return new GraphError({ ...error.failure, policies });
}
