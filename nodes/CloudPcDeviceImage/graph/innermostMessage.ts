import { isObject, parseJson } from './jsonObject';

/** How many texts may be wrapped in one another, and how many objects inside each; what is deeper stays as it is. */
const maxDepth = 10;

/** Where an error keeps its words, the innermost place first. Services differ in the case of the names. */
const places = ['innererror', 'error', 'message', 'error_description'];

/**
 * Reads the words out of a message that is itself JSON, as the services behind Graph write it:
 * `{"_version":3,"Message":"Application is not authorized …","CustomApiErrorPhrase":""}`.
 *
 * @param message the message as it came
 * @returns the innermost message; the message itself when it is no JSON, or holds no words
 */
export const innermostMessage = (message: string): string => inText(message, maxDepth) ?? message;

function inText(text: string, textsLeft: number): string | undefined {
	const inner = textsLeft > 0 ? inValue(parsed(text), textsLeft - 1, maxDepth) : undefined;
	return inner ?? (text.trim() === '' ? undefined : text);
}

function inValue(value: unknown, textsLeft: number, objectsLeft: number): string | undefined {
	if (typeof value === 'string') return inText(value, textsLeft);
	if (objectsLeft === 0) return undefined;
	const within = (held: unknown): string | undefined => inValue(held, textsLeft, objectsLeft - 1);
	if (Array.isArray(value)) return value.length === 1 ? within(value[0]) : undefined;
	if (!isObject(value)) return undefined;
	const named = new Map(Object.entries(value).map(([name, held]) => [name.toLowerCase(), held]));
	const error = named.get('error');
	// A bare text in `error` is a code: words beside it say more.
	if (typeof error === 'string') named.delete('error');
	const words = places.map((place) => within(named.get(place)));
	return words.find((each) => each !== undefined) ?? (typeof error === 'string' ? within(error) : undefined);
}

/** Returns the value of a text that is a JSON object, list or string; undefined for any other text. */
const parsed = (text: string): unknown => (/^\s*[{["]/.test(text) ? parseJson(text) : undefined);
