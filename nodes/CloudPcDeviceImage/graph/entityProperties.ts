/** What is known of one property of an entity. */
export interface EntityProperty {
	/** Of its values; all but the ID and a boolean may be null. */
	type: 'id' | 'text' | 'number' | 'boolean' | 'flag' | 'texts' | 'object' | 'objects';
	/** v1.0 does not know it and would refuse it in `$select`. */
	isBetaOnly?: true;
}

/** The properties of an entity by name, in the order in which they are shown. */
export type EntityProperties = Readonly<Record<string, EntityProperty>>;

const jsonTypes: Record<EntityProperty['type'], string | string[]> = {
	id: 'string',
	text: ['string', 'null'],
	number: ['integer', 'null'],
	boolean: 'boolean',
	flag: ['boolean', 'null'],
	texts: ['array', 'null'],
	object: ['object', 'null'],
	objects: ['array', 'null'],
};

/**
 * Returns the JSON schema of an output, in the form in which n8n's editor reads it (n8n-core, output-schema-resolver).
 *
 * @param properties those that only beta has are left out: n8n has one schema for both versions
 */
export function outputSchema(properties: EntityProperties): object {
	const shown = Object.entries(properties).filter(([, { isBetaOnly }]) => !isBetaOnly);
	return {
		type: 'object',
		properties: Object.fromEntries(shown.map(([name, { type }]) => [name, { type: jsonTypes[type] }])),
		version: 1,
	};
}
