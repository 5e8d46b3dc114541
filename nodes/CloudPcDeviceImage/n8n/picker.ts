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
	/** The API version that has the list. */
	version: ApiVersion;
	/** Reads every choice. @throws GraphError */
	load(graph: GraphClient): Promise<Choice[]>;
}
