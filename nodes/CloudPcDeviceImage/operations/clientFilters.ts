import { optionalText } from '../parameters/text';

const lower = (value: unknown): string => (typeof value === 'string' ? value.trim().toLowerCase() : '');

/** Returns whether a value contains a text, without regard to case; every value does when the text is not set. */
export const contains = (value: unknown, text: string | undefined): boolean =>
	text === undefined || lower(value).includes(text.toLowerCase());

/** Returns whether a value is a text, without regard to case; every value is when the text is not set. */
export const equals = (value: unknown, text: string | undefined): boolean =>
	text === undefined || lower(value) === lower(text);

/**
 * Makes the filter Display Name, whose text is compared by {@link contains}.
 *
 * @param example a part of a name
 * @param description what the text is a part of
 */
export const displayNameFilter = (example: string, description: string) =>
	optionalText(
		{ displayName: 'Display Name', name: 'displayName', type: 'string', default: '', placeholder: `e.g. ${example}`, description },
		example,
	);
