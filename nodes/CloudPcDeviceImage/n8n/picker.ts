import type { ApiVersion, GraphClient } from '../graph/client';
import type { NameAndVersion } from '../images/versions';

/** One entry of a picker; name and version order it. */
export interface Choice extends NameAndVersion {
	/** As the user sees it. */
	label: string;
	value: string;
}

/** A list from which users choose. */
export interface Picker {
	/** What it lists, for messages, e.g. `device images`. */
	many: string;
	/** The API version that has the list. */
	version: ApiVersion;
	/** Reads every choice. @param beta where v1.0 hides a word. @throws GraphError */
	load(graph: GraphClient, beta: GraphClient): Promise<Choice[]>;
}
