import type { EntityProperties } from '../graph/entityProperties';
import type { Picker } from '../n8n/picker';

/** A kind of thing that operations act on. Its folder holds everything about it. */
export interface Resource {
	/** Stored in workflows as the parameter `resource`. */
	value: string;
	/** Shown in the list, e.g. `Device Image`. */
	name: string;
	/** For messages, e.g. `device image`. */
	noun: string;
	/** What n8n's editor offers of an output before the first run. */
	properties: EntityProperties;
	/** The lists from which users choose one, by the name that its locator has. */
	pickers: Readonly<Record<string, Picker>>;
}
