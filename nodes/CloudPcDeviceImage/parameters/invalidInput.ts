import { textOf } from './rawValue';

/** How much of a refused value is shown, in characters. */
const maxShown = 100;

/** A parameter value that cannot be used, found before anything was sent. */
export class InvalidInput extends Error {
	/**
	 * @param parameter the parameter as the user sees it, e.g. `Version`
	 * @param value what it holds
	 * @param reason ends the sentence, e.g. `which is not an image ID`
	 * @param description what would be right, with an example
	 */
	constructor(
		parameter: string,
		value: unknown,
		reason: string,
		readonly description: string,
	) {
		const text = textOf(value).trim();
		const short = [...text.slice(0, 2 * maxShown)].slice(0, maxShown).join('');
		const shown = short.replace(/[\p{Cc}\p{Cs}]/gu, '\ufffd') + (text.length > short.length ? '…' : '');
		super(shown === '' ? `'${parameter}' is empty` : `'${parameter}' has the value '${shown}', ${reason}`);
	}
}
