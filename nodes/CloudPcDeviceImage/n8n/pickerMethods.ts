import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';

import type { Picker } from './picker';

type ListSearch = (this: ILoadOptionsFunctions, filter?: string) => Promise<INodeListSearchResult>;

const listSearchOf = (load: () => Promise<Picker>): ListSearch =>
	async function (this, filter) {
		const { searchIn } = await import('./searchIn');
		return await searchIn(this, await load(), filter);
	};

/**
 * Makes the methods behind the lists of resource locators.
 *
 * @param properties n8n's properties, which name the methods
 * @param load gives the picker of a method when somebody opens its list: n8n starts faster without them
 */
export function listSearchMethods(
	properties: readonly INodeProperties[],
	load: (name: string) => Promise<Picker>,
): Record<string, ListSearch> {
	const names = properties
		.flatMap(({ modes = [] }) => modes)
		.flatMap(({ typeOptions }) => typeOptions?.searchListMethod ?? []);
	return Object.fromEntries(names.map((name) => [name, listSearchOf(async () => await load(name))]));
}

/** Makes the method behind a list of several choices, which n8n searches by itself. */
export const loadOptionsOf = (load: () => Promise<Picker>) =>
	async function (this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		const { results } = await listSearchOf(load).call(this);
		return results.map(({ name, value }) => ({ name, value }));
	};
