import { redact } from '../../../../credentials/entra/redact';
import type { GraphClient, Query } from '../../graph/client';
import { GraphError } from '../../graph/errors';
import { status } from '../../graph/errorPredicates';
import { odataLiteral, policiesPath } from '../../graph/paths';
import { isRefusedDelete } from './deleteErrors';

/**
 * Adds the provisioning policies that use an image to the error of its refused delete, where they can be read.
 *
 * @param graph the Graph client
 * @param id the image
 * @param error whatever the delete threw
 * @returns what to throw: the error with the names, or the error itself
 */
export async function withBlockingPolicies(
	graph: GraphClient,
	id: string,
	error: unknown,
): Promise<unknown> {
	if (!(error instanceof GraphError) || !isRefusedDelete(error.failure)) return error;
	try {
		return new GraphError({ ...error.failure, policies: await policiesThatUse(graph, id) });
	} catch (lookError) {
		// The refusal is what the user must read; that its cause could not be looked up is not.
		if (lookError instanceof GraphError) return error;
		return lookError;
	}
}

/** Whether policies take `$filter` is documented both ways, so it only saves what is read, and decides nothing. */
async function policiesThatUse(graph: GraphClient, id: string): Promise<string[]> {
	const filter = { $filter: `imageId eq ${odataLiteral(id)}` };
	return await namesOfUsers(graph, id, filter).catch(async (error: unknown) => {
		const isFilterRefused = error instanceof GraphError && status(400, 501)(error.failure);
		if (!isFilterRefused) throw error;
		return await namesOfUsers(graph, id, {});
	});
}

async function namesOfUsers(graph: GraphClient, imageId: string, filter: Query): Promise<string[]> {
	const names: string[] = [];
	const query = { ...filter, $select: 'id,displayName,imageId' };
	for await (const policy of graph.list(policiesPath, query)) {
		const isUser = String(policy.imageId).toLowerCase() === imageId.toLowerCase();
		if (isUser) names.push(redact(String(policy.displayName ?? policy.id)));
	}
	return names;
}
