import type { EntityType, PropertyKind } from './entityType';
import { odataError } from './errors';

/** Answers whether a row passes the filter. */
export type Predicate = (row: object) => boolean;

interface Token {
	kind: 'word' | 'string' | 'symbol';
	text: string;
}

const tokenPattern = /\s*(?:'((?:[^']|'')*)'|([(),])|([^\s(),']+))/y;

function tokenize(source: string): Token[] {
	const tokens: Token[] = [];
	const text = source.trimEnd();
	tokenPattern.lastIndex = 0;
	while (tokenPattern.lastIndex < text.length) {
		const at = tokenPattern.lastIndex;
		const match = tokenPattern.exec(text);
		if (!match) throw invalid(`Syntax error at position ${at} in '${source}'.`);
		const [, quoted, symbol, word] = match;
		if (quoted !== undefined) tokens.push({ kind: 'string', text: quoted.replaceAll("''", "'") });
		else if (symbol) tokens.push({ kind: 'symbol', text: symbol });
		else tokens.push({ kind: 'word', text: word ?? '' });
	}
	return tokens;
}

function invalid(message: string) {
	return odataError(`Invalid filter clause: ${message}`);
}

const literals: Record<PropertyKind, RegExp | undefined> = {
	string: undefined,
	number: /^-?\d+$/,
	boolean: /^(true|false)$/,
	date: /^\d{4}-\d\d-\d\d$/,
	dateTime: /^\d{4}-\d\d-\d\dT[\d:.]+Z$/,
	collection: undefined,
	complex: undefined,
};

/** Reads one `$filter`; the grammar is the part of OData that Graph's examples use. */
class FilterParser {
	private position = 0;
	private readonly tokens: Token[];

	constructor(
		private readonly source: string,
		private readonly type: EntityType,
	) {
		this.tokens = tokenize(source);
	}

	parse(): Predicate {
		const predicate = this.either();
		if (this.position < this.tokens.length) throw this.syntaxError();
		return predicate;
	}

	private either(): Predicate {
		let left = this.both();
		while (this.accept('or')) {
			const [first, second] = [left, this.both()];
			left = (row) => first(row) || second(row);
		}
		return left;
	}

	private both(): Predicate {
		let left = this.term();
		while (this.accept('and')) {
			const [first, second] = [left, this.term()];
			left = (row) => first(row) && second(row);
		}
		return left;
	}

	private term(): Predicate {
		if (this.accept('(')) {
			const inner = this.either();
			this.expect(')');
			return inner;
		}
		const word = this.next('word').text;
		return this.accept('(') ? this.call(word) : this.comparison(word);
	}

	private call(name: string): Predicate {
		if (name !== 'contains' && name !== 'startswith') {
			throw invalid(`An unknown function with name '${name}' was found.`);
		}
		const property = this.property(this.next('word').text);
		this.expect(',');
		const wanted = this.next('string').text.toLowerCase();
		this.expect(')');
		return (row) => {
			const value = read(row, property);
			if (typeof value !== 'string') return false;
			const text = value.toLowerCase();
			return name === 'contains' ? text.includes(wanted) : text.startsWith(wanted);
		};
	}

	private comparison(word: string): Predicate {
		const property = this.property(word);
		const operator = this.next('word').text;
		// Which other operators the service takes is not documented ([U]); a client must not rely on any.
		if (operator !== 'eq' && operator !== 'ne') throw this.syntaxError();
		const wanted = this.literal(property);
		const equal: Predicate = (row) => {
			const value = read(row, property) ?? null;
			// Whether the service compares strings with or without case is unknown ([U]).
			return wanted === null ? value === null : String(value).toLowerCase() === wanted;
		};
		return operator === 'eq' ? equal : (row) => !equal(row);
	}

	private literal(property: string): string | null {
		const kind = this.type.properties[property] ?? 'string';
		const token = this.tokens[this.position++];
		if (token?.kind === 'word' && token.text === 'null') return null;
		const fits =
			kind === 'string'
				? token?.kind === 'string'
				: token?.kind === 'word' && (literals[kind]?.test(token.text) ?? false);
		if (!token || !fits) throw invalid(`'${property}' cannot be compared with that literal.`);
		return token.text.toLowerCase();
	}

	private property(name: string): string {
		const { properties, filterable } = this.type;
		if (Object.hasOwn(properties, name)) {
			// How the service refuses what it cannot filter is unknown ([U]).
			if (filterable && !filterable.includes(name)) throw invalid(`The property '${name}' cannot be filtered.`);
			return name;
		}
		const typeName = `microsoft.graph.${this.type.name}`;
		throw invalid(`Could not find a property named '${name}' on type '${typeName}'.`);
	}

	private next(kind: Token['kind']): Token {
		const token = this.tokens[this.position++];
		if (token?.kind !== kind) throw this.syntaxError();
		return token;
	}

	private accept(text: string): boolean {
		const token = this.tokens[this.position];
		if (token?.kind === 'string' || token?.text !== text) return false;
		this.position++;
		return true;
	}

	private expect(text: string): void {
		if (!this.accept(text)) throw this.syntaxError();
	}

	private syntaxError() {
		return invalid(`Syntax error near token ${this.position} in '${this.source}'.`);
	}
}

function read(row: object, property: string): unknown {
	return (row as Record<string, unknown>)[property];
}

/**
 * Compiles a `$filter`.
 *
 * @param source The text of the option, decoded.
 * @param type The type whose properties may be named.
 * @throws GraphError 400 when it is malformed, or names a property or function that is not there.
 */
export function parseFilter(source: string, type: EntityType): Predicate {
	return new FilterParser(source, type).parse();
}
