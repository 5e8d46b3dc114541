import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { InvalidInput } from './invalidInput';
import type { Parameter } from './parameter';
import { isNotSet, listOf, textOf } from './rawValue';

type ChoiceProperty<D> = INodeProperties & { options: INodePropertyOptions[]; default: D };

/** Returns the stored value that a text stands for: itself or the shown name of its option, in any case. */
function findChoice(options: INodePropertyOptions[], raw: unknown): string | undefined {
	const wanted = typeof raw === 'object' ? undefined : textOf(raw).trim().toLowerCase();
	const isMeant = (text: unknown): boolean => String(text).toLowerCase() === wanted;
	const found = options.find(({ value }) => isMeant(value)) ?? options.find(({ name }) => isMeant(name));
	return found && String(found.value);
}

const valuesOf = (options: INodePropertyOptions[]): string => options.map(({ value }) => value).join(', ');

/**
 * Makes a parameter with one value out of a list; its default counts where it is not set.
 *
 * @param property n8n's property
 */
export function choiceParameter<V extends string>(property: ChoiceProperty<V>): Parameter<V> {
	const { displayName, options } = property;
	return {
		property,
		read(raw) {
			if (isNotSet(raw)) return property.default;
			const found = findChoice(options, raw);
			if (found !== undefined) return found as V;
			throw new InvalidInput(displayName, raw, 'which does not exist', `Use one of ${valuesOf(options)}.`);
		},
	};
}

/**
 * Makes a parameter with any number of values out of a list. None means that the parameter is not set.
 *
 * @param property n8n's property
 * @param isRequired whether it must have a value
 */
export function choicesParameter<V extends string>(
	property: ChoiceProperty<string[]>,
	isRequired = false,
): Parameter<V[]> {
	const { displayName, options } = property;
	const refuse = (value: unknown, reason: string): InvalidInput => {
		const orNone = isRequired ? '' : ' Leave it empty for all.';
		return new InvalidInput(displayName, value, reason, `Use one or more of ${valuesOf(options)}.${orNone}`);
	};
	const read = (raw: unknown): string[] => {
		const found = findChoice(options, raw);
		if (found !== undefined) return [found];
		// Values have no blanks, so blanks may stand between them.
		const words = typeof raw === 'string' ? raw.trim().split(/\s+/) : [];
		if (words.length < 2) throw refuse(raw, 'which does not exist');
		return words.flatMap(read);
	};
	return {
		property,
		read(raw) {
			const values = [...new Set(listOf(raw).flatMap(read))];
			if (isRequired && values.length === 0) throw refuse('', '');
			return values as V[];
		},
	};
}
