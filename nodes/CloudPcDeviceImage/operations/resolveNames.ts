import type { ApiVersion, GraphClient } from '../graph/client';
import { isObject } from '../graph/jsonObject';
import type { Choice } from '../n8n/picker';
import { InvalidInput } from '../parameters/invalidInput';
import { NamedReference } from '../parameters/namedReference';
import { findPicker } from './index';

/** How many names an error lists. */
const maxListed = 20;

const has = (choice: Choice, name: string): boolean =>
	[choice.name, `${choice.name} ${choice.version}`].some((text) => text.trim().toLowerCase() === name);

function listed(choices: readonly Choice[]): string {
	const more = choices.length > maxListed ? `, and ${choices.length - maxListed} more` : '';
	return choices.slice(0, maxListed).map(({ label, value }) => `${label}, ID ${value}`).join('; ') + more;
}

/**
 * Returns the ID of the one choice that has a name; upper and lower case do not count.
 * @throws InvalidInput with the candidates when none or several have it
 */
function findByName({ parameter, name }: NamedReference, choices: readonly Choice[], many: string): string {
	const found = choices.filter((choice) => has(choice, name.toLowerCase()));
	const [first] = found;
	if (first && found.length === 1) return first.value;
	if (first) {
		throw new InvalidInput(parameter, name, `which is the name of ${found.length} ${many}`, `Add the version, or use the ID of one of these: ${listed(found)}.`);
	}
	const there = choices.length === 0 ? `There are no ${many} that this credential can read.` : `Use one of these: ${listed(choices)}.`;
	throw new InvalidInput(parameter, name, `which is not the name of any of the ${many}`, there);
}

/** Looks names up for the calls of one run; each list is read once. */
export class NameLookup {
	private readonly lists = new Map<string, Promise<Choice[]>>();

	/** @param clientFor makes a client for a version of Graph */
	constructor(private readonly clientFor: (version: ApiVersion) => GraphClient) {}

	private async list(picker: string): Promise<Choice[]> {
		const { version, load } = findPicker(picker);
		const list = this.lists.get(picker) ?? load(this.clientFor(version), this.clientFor('beta'));
		this.lists.set(picker, list);
		return await list;
	}

	/**
	 * Returns values with the ID in the place of each name.
	 *
	 * @param values read values; names may stand in them, or in collections among them
	 * @throws InvalidInput for a name that none or several have; GraphError when a list cannot be read
	 */
	async resolve<T>(values: T): Promise<T> {
		if (values instanceof NamedReference) {
			const { pickers } = values;
			const lists = await Promise.all(pickers.map(async (picker) => await this.list(picker)));
			return findByName(values, lists.flat(), pickers.map((picker) => findPicker(picker).many).join(' and ')) as T;
		}
		if (!isObject(values)) return values;
		const entries = Object.entries(values).map(async ([name, value]) => [name, await this.resolve(value)]);
		return Object.fromEntries(await Promise.all(entries)) as T;
	}
}
