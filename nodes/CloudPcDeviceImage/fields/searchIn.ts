import type { ILoadOptionsFunctions, INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';

import { createGraphClient, type ApiVersion, type GraphClient } from '../graph/client';
import { connectToGraph } from '../graph/connect';
import { toNodeError } from '../nodeErrors';

/** Somebody is looking at the list while it loads. */
const pickerPatience = { retryBudgetMs: 10_000, timeoutMs: 20_000 };

/**
 * Runs the search behind a picker: every choice that contains the typed words, sorted by name.
 *
 * @param context n8n's `this` of the picker
 * @param filter what the user typed
 * @param version the API version that has the list
 * @param load reads all choices; a tenant has at most 20 images, so nothing is paged for the user
 * @throws NodeApiError that says what to do
 */
export async function searchIn(
	context: ILoadOptionsFunctions,
	filter: string | undefined,
	version: ApiVersion,
	load: (graph: GraphClient) => Promise<INodeListSearchItems[]>,
): Promise<INodeListSearchResult> {
	const words = (filter ?? '').toLowerCase().split(/\s+/).filter(Boolean);
	try {
		const authentication = context.getCurrentNodeParameter('authentication') ?? 'oAuth2';
		const connection = await connectToGraph(context, authentication);
		const choices = await load(createGraphClient(connection, version, pickerPatience));
		return {
			results: choices
				.filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)))
				.sort((a, b) => a.name.localeCompare(b.name)),
		};
	} catch (error) {
		throw toNodeError(context.getNode(), error, {
			action: 'Load the list',
			permission: 'CloudPC.Read.All',
			access: 'read',
			hasRequestOptions: false,
		});
	}
}
