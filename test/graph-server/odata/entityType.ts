export type ApiVersion = 'v1.0' | 'beta';

/** How a property is written in `$filter`: strings and enum members are quoted, the rest is not. */
export type PropertyKind = 'string' | 'number' | 'boolean' | 'date' | 'dateTime' | 'collection' | 'complex';

/** The members of an evolvable enum. */
export interface Members {
	/** Before the sentinel: always shown. */
	known: readonly string[];
	/** After the sentinel: shown only to a client that prefers unknown members. */
	evolved: readonly string[];
}

/** What the query options need to know of a type in one version. */
export interface EntityType {
	name: string;
	properties: Readonly<Record<string, PropertyKind>>;
	/** The evolvable enums among the properties. */
	enums?: Readonly<Record<string, Members>>;
	/** What `$filter` may name; default every property. */
	filterable?: readonly string[];
	/** What `$expand` may name; default nothing. */
	navigations?: readonly string[];
}
