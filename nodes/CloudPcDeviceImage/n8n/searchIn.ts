import type { ILoadOptionsFunctions, INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';

import { createGraphClient, type ApiVersion } from '../graph/client';
import { connectToGraph } from './connect';
import { byNameNewestFirst } from '../images/versions';
import { toNodeError } from './nodeErrors';
import type { Choice, Picker } from './picker';
import { authenticationParameter } from '../parameters/authentication';

/** Somebody is looking at the list while it loads. */
const pickerLimits = { retryBudgetMs: 10_000, timeoutMs: 20_000 };

/**
 * Runs the search behind a picker.
 *
 * @param context n8n's `this` of the picker
 * @param picker what to list
 * @param filter what the user typed
 * @returns every choice that contains the typed words, by name, the newest version first
 * @throws NodeApiError that says what to do
 */
export async function searchIn(
	context: ILoadOptionsFunctions,
	{ version, load }: Picker,
	filter: string | undefined,
): Promise<INodeListSearchResult> {
	try {
		const { name, default: fallback } = authenticationParameter.property;
		const authentication = authenticationParameter.read(context.getNodeParameter(name, fallback));
		const connection = await connectToGraph(context, authentication);
		const client = (of: ApiVersion) => createGraphClient(connection, of, pickerLimits);
		const choices = await load(client(version), client('beta'));
		return { results: matching(choices, filter ?? '') };
	} catch (error) {
		throw toNodeError(context.getNode(), error, {
			action: 'Load the list',
			permission: 'CloudPC.Read.All',
			access: 'read',
			hasRequestOptions: false,
		});
	}
}

function matching(choices: Choice[], filter: string): INodeListSearchItems[] {
	const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
	return choices
		.filter(({ label }) => words.every((word) => label.toLowerCase().includes(word)))
		.sort(byNameNewestFirst)
		.map(({ label, value }) => ({ name: label, value }));
}
