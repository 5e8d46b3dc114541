const secrets: Array<[pattern: RegExp, shown: string]> = [
	[/\beyJ[\w-]{8,}(\.[\w-]*){0,4}/g, '[token]'],
	[/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, '$1 [token]'],
	[
		/((?:client_secret|client_assertion|access_token|refresh_token|password)["']?\s*[=:]\s*["']?)[^\s"'&,;}]+/gi,
		'$1[removed]',
	],
];

/**
 * Makes a text from outside fit to be shown and stored: without tokens and secrets that a gateway may echo,
 * without control characters, and not too long.
 *
 * @param text the text as it came
 * @param longest in characters
 */
export function redact(text: string, longest = 1_000): string {
	const clean = secrets
		.reduce((rest, [pattern, shown]) => rest.replace(pattern, shown), text)
		.replace(/[\p{Cc}\p{Cs}]+/gu, ' ')
		.trim();
	return clean.length > longest ? `${clean.slice(0, longest).replace(/\p{Cs}$/u, '')}…` : clean;
}
