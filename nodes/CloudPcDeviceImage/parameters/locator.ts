import type { INodeProperties, INodePropertyMode } from 'n8n-workflow';

import { guidPattern } from '../../../credentials/entra/guid';
import { NamedReference } from './namedReference';
import type { Parameter } from './parameter';
import { textParameter } from './text';

/** Hand-made workflows may hold the bare value. */
const isLocator = (raw: unknown): raw is { value: unknown; mode?: unknown } =>
	typeof raw === 'object' && raw !== null && 'value' in raw;

/**
 * Makes a parameter that is chosen from a list or entered, n8n's resource locator.
 *
 * @param property n8n's property
 * @param readValue reads what was chosen or entered
 */
export const locatorParameter = <T>(
	property: INodeProperties,
	readValue: (raw: unknown) => T,
): Parameter<T> => ({
	property,
	read: (raw) => readValue(isLocator(raw) ? raw.value : raw),
});

/** What a name is looked for in. */
export interface NameSearch {
	/** The lists, by the names of their methods. */
	pickers: readonly string[];
	/** A right name. */
	example: string;
}

const anId = new RegExp(`^(${guidPattern}$|https?://)`, 'i');

// In two parts, because the linter takes a mode in one for a parameter.
const nameMode = {
	...({ displayName: 'By Name', name: 'name' } as const),
	...({ type: 'string', hint: 'Must match exactly, except for uppercase and lowercase' } as const),
};

/**
 * Makes a resource locator with the mode By Name beside the others.
 *
 * @param property n8n's property with its other modes
 * @param readId reads what was chosen or entered in these
 * @param search what the name is looked for in
 */
export function namedLocatorParameter(
	property: INodeProperties & { modes: INodePropertyMode[] },
	readId: (raw: unknown) => string,
	{ pickers, example }: NameSearch,
): Parameter<string | NamedReference> {
	const nameParameter = textParameter(property, example);
	const withName = {
		modes: [
			...property.modes,
			{ ...nameMode, placeholder: `e.g. ${example}` },
		],
	};
	const byId = locatorParameter({ ...property, ...withName }, readId);
	return {
		property: byId.property,
		read(raw) {
			if (!isLocator(raw) || String(raw.mode).trim().toLowerCase() !== 'name') return byId.read(raw);
			const name = nameParameter.read(raw.value);
			// Models enter an ID in either mode.
			return anId.test(name) ? byId.read(name) : new NamedReference(property.displayName, pickers, name);
		},
	};
}
