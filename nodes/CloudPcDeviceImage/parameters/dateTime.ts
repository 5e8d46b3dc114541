import type { INodeProperties } from 'n8n-workflow';

import { InvalidInput } from './invalidInput';
import { optional, type Parameter } from './parameter';
import { textOf } from './rawValue';

/** ISO 8601; a time without zone is one of UTC, so that no host's zone counts. */
const iso = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/i;

/**
 * Makes a parameter with a date and time that may be left out, in ms since 1970, UTC.
 *
 * @param property n8n's property
 */
export const dateTimeParameter = (property: INodeProperties): Parameter<number | undefined> =>
	optional({
		property,
		read(raw) {
			// Expressions give dates of Luxon and of JavaScript, whose JSON is ISO 8601.
			const text = textOf(raw).trim().replace(/^"(.*)"$/, '$1');
			const [, zone] = iso.exec(text) ?? [];
			const time = iso.test(text) ? Date.parse(zone || text.length === 10 ? text : `${text.replace(' ', 'T')}Z`) : Number.NaN;
			if (!Number.isNaN(time)) return time;
			throw new InvalidInput(property.displayName, raw, 'which is not a date and time', 'Enter one such as 2026-11-25T08:00:00Z.');
		},
	});
