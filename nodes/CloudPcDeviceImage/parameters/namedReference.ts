/** Something that a user names instead of giving its ID. The run looks the ID up before an operation gets its values. */
export class NamedReference {
	/**
	 * @param parameter the parameter as the user sees it
	 * @param pickers the lists in which the name is looked for
	 * @param name a name, or a name and a version, e.g. `Finance 1.2.0`
	 */
	constructor(
		readonly parameter: string,
		readonly pickers: readonly string[],
		readonly name: string,
	) {}
}

/** A read value with the ID in the place of each name. */
export type Resolved<T> = T extends NamedReference
	? never
	: T extends readonly unknown[] | ((...args: never[]) => unknown)
		? T
		: T extends object
			? { readonly [Key in keyof T]: Resolved<T[Key]> }
			: T;
