import type { INodeProperties } from 'n8n-workflow';

import { InvalidInput } from './invalidInput';
import { optional, type Parameter } from './parameter';
import { textOf } from './rawValue';

/** ISO 8601; a time without zone is one of UTC, so that no host's zone counts. */
const iso = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:?\d\d)?)?$/i;

/** Returns a date and time in the form of ISO 8601 with its zone; undefined for any other text. */
function normalized(text: string): string | undefined {
	const [, date, time, zone = 'Z'] = iso.exec(text) ?? [];
	if (date === undefined) return undefined;
	const full = `${date}T${time ?? '00:00:00'}${zone}`;
	return Number.isNaN(Date.parse(full)) ? undefined : full;
}

/**
 * Makes a parameter with a date and time that may be left out, read as ISO 8601 with its zone.
 *
 * @param property n8n's property
 */
export const dateTimeParameter = (property: INodeProperties): Parameter<string | undefined> =>
	optional({
		property,
		read(raw) {
			// Expressions give dates of Luxon and of JavaScript, whose JSON is ISO 8601.
			const found = normalized(textOf(raw).trim().replace(/^"(.*)"$/, '$1'));
			if (found !== undefined) return found;
			throw new InvalidInput(property.displayName, raw, 'which is not a date and time', 'Enter a date and time, e.g. 2026-11-25T08:00:00Z');
		},
	});
