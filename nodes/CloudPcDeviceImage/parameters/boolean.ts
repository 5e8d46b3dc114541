import type { INodeProperties } from 'n8n-workflow';

import { InvalidInput } from './invalidInput';
import type { Parameter } from './parameter';
import { isNotSet, textOf } from './rawValue';

const meanings = new Map([
	['true', true],
	['1', true],
	['false', false],
	['0', false],
]);

/**
 * Makes a parameter that is on or off; its default counts where it is not set.
 *
 * @param property n8n's property
 */
export function booleanParameter(property: INodeProperties & { default: boolean }): Parameter<boolean> {
	return {
		property,
		read(raw) {
			if (isNotSet(raw)) return property.default;
			const meaning = typeof raw === 'object' ? undefined : meanings.get(textOf(raw).trim().toLowerCase());
			if (meaning !== undefined) return meaning;
			throw new InvalidInput(property.displayName, raw, 'which is neither true nor false', 'Use true or false.');
		},
	};
}
