/** What ids look like, wherever they come from; the first that fits wins. */
const patterns: ReadonlyArray<readonly [pattern: RegExp, placeholder: string]> = [
	[/eyJ[\w-]+\.[\w-]+(\.[\w-]*)?/g, '[token]'],
	[/(%2f|\/)subscriptions(%2f|\/)[^\s"'`<>|]*/gi, '[ARM ID]'],
	[/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/gi, '[GUID]'],
	[/[^\s@"'`<>|]+@[^\s@"'`<>|]+\.[\p{L}\d-]+/gu, '[address]'],
	[/[\p{L}\d-]+(\.[\p{L}\d-]+)*\.onmicrosoft\.\w+/giu, '[domain]'],
	// Keys, secrets, opaque tokens. The names of enum members are as long, but have no digits.
	[/(?<![\w~-])(?=[\w~-]*\d)(?=[\w~-]*[A-Za-z])[\w~-]{32,}/g, '[token]'],
];

/** A shorter name is replaced where it stands alone: `a` is a name, too. */
const shortName = 4;

/**
 * Takes out whatever tells whose tenant it was.
 *
 * @param text to be published
 * @param known names, domains, secrets and tokens that were seen; case does not matter
 * @returns the text with a placeholder in the place of each
 */
export function withoutIds(text: string, known: Iterable<string> = []): string {
	const plain = withoutPatterns(text);
	const alternatives = [...new Set(known)]
		.flatMap((value) => [value, encodeURIComponent(value.toWellFormed())])
		.map((value) => withoutPatterns(value).trim())
		.filter((value) => value !== '')
		.toSorted((a, b) => b.length - a.length)
		.map(expression);
	if (alternatives.length === 0) return plain;
	return plain.replace(new RegExp(alternatives.join('|'), 'giu'), '[name]');
}

function withoutPatterns(text: string): string {
	return patterns.reduce(
		(left, [pattern, placeholder]) => left.replace(pattern, placeholder),
		text,
	);
}

function expression(value: string): string {
	const literal = value.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
	return value.length < shortName ? `(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])` : literal;
}
