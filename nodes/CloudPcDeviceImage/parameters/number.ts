import type { INodeProperties } from 'n8n-workflow';

import { InvalidInput } from './invalidInput';
import { optional, type Parameter } from './parameter';
import { isNotSet, textOf } from './rawValue';

/** Which numbers make sense. */
export interface NumberLimits {
	min: number;
	/** A pause or a date beyond it would overflow, and come at once or not at all. */
	max?: number;
	isWhole?: boolean;
	/** A number that makes sense, for the error; default is `min`. */
	example?: number;
}

type NumberProperty = INodeProperties & { default: number };

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

const isIn = (value: number, { min, max = Infinity, isWhole = false }: NumberLimits): boolean =>
	Number.isFinite(value) && value >= min && value <= max && (!isWhole || Number.isSafeInteger(value));

/**
 * Makes a parameter with a number; its default counts where it is not set.
 *
 * @param property n8n's property
 * @param limits which numbers make sense
 */
export function numberParameter(property: NumberProperty, limits: NumberLimits): Parameter<number> {
	const { min, max, isWhole, example = min } = limits;
	const kind = `a ${isWhole ? 'whole ' : ''}number`;
	const range = max === undefined ? `of ${min} or more` : `from ${min} to ${max}`;
	return {
		property,
		read(raw) {
			if (isNotSet(raw)) return property.default;
			const text = typeof raw === 'object' || typeof raw === 'boolean' ? '' : textOf(raw).trim();
			const value = decimal.test(text) ? Number(text) : Number.NaN;
			if (isIn(value, limits)) return value;
			throw new InvalidInput(property.displayName, raw, `which is not ${kind} ${range}`, `Enter a number, e.g. ${example}.`);
		},
	};
}

/** Makes a parameter with a number that may be left out. */
export const optionalNumber = (property: NumberProperty, limits: NumberLimits): Parameter<number | undefined> =>
	optional(numberParameter(property, limits));
