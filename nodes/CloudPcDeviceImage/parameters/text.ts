import type { INodeProperties } from 'n8n-workflow';

import { InvalidInput } from './invalidInput';
import { optional, type Parameter } from './parameter';
import { isNotSet, textOf } from './rawValue';

/** Characters that no name has and no URL can carry: control characters, and halves of a character. */
const unusable = /[\p{Cc}\p{Cs}]/u;

/**
 * Makes a parameter with a required text on one line, without blanks around it.
 *
 * @param property n8n's property
 * @param example a right value
 */
export function textParameter(property: INodeProperties, example: string): Parameter<string> {
	const { displayName } = property;
	const use = `Enter plain text on one line, e.g. ${example}`;
	return {
		property,
		read(raw) {
			if (isNotSet(raw)) throw new InvalidInput(displayName, '', '', `Enter a value, e.g. ${example}`);
			if (typeof raw === 'object') throw new InvalidInput(displayName, raw, 'which is not text', use);
			const text = textOf(raw).trim();
			if (!unusable.test(text)) return text;
			throw new InvalidInput(displayName, raw, 'which contains a line break or another control character', use);
		},
	};
}

/** Makes a parameter with a text that may be left out. */
export const optionalText = (property: INodeProperties, example: string): Parameter<string | undefined> =>
	optional(textParameter(property, example));
