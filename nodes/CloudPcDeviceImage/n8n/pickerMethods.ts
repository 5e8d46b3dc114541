import type { ILoadOptionsFunctions, INodeListSearchResult, INodePropertyOptions } from 'n8n-workflow';

import type { Picker } from './picker';

type ListSearch = (this: ILoadOptionsFunctions, filter?: string) => Promise<INodeListSearchResult>;

/** Makes the method behind a resource locator's list. */
export const listSearchOf = (picker: Picker): ListSearch =>
	async function (this, filter) {
		// n8n starts faster without it.
		const { searchIn } = await import('./searchIn');
		return await searchIn(this, picker, filter);
	};

/** Makes the method behind a list of several choices, which n8n searches by itself. */
export const loadOptionsOf = (picker: Picker) =>
	async function (this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		const { results } = await listSearchOf(picker).call(this);
		return results.map(({ name, value }) => ({ name, value }));
	};
