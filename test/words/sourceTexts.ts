/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import ts from 'typescript';

import { checkoutRoot } from '../../scripts/checkout';

/** A text in a source of the product, and where it is. */
export interface SourceText {
	/** File and line. */
	place: string;
	/** With one word for each value that is filled in. */
	text: string;
}

/** Stands for a value that is known at run time only. */
const filledIn = 'X';

const isPart = (node: ts.Node): node is ts.Expression =>
	ts.isStringLiteral(node) || ts.isTemplateLiteral(node) || ts.isConditionalExpression(node) || isSum(node);

const isSum = (node: ts.Node): node is ts.BinaryExpression =>
	ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken;

/** Returns the texts that a file gives names to, so that a sentence is counted with its parts. */
function constantsIn(file: ts.SourceFile): Map<string, ts.Expression> {
	const found = new Map<string, ts.Expression>();
	const visit = (node: ts.Node): void => {
		if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer && isPart(node.initializer)) {
			found.set(node.name.text, node.initializer);
		}
		ts.forEachChild(node, visit);
	};
	visit(file);
	return found;
}

/** Returns an expression as it reads at its longest. */
function textOf(node: ts.Expression, constants: ReadonlyMap<string, ts.Expression>, depth = 0): string {
	const inner = (part: ts.Expression): string => textOf(part, constants, depth + 1);
	if (depth > 9) return filledIn;
	if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
	if (ts.isTemplateExpression(node)) {
		return node.head.text + node.templateSpans.map(({ expression, literal }) => inner(expression) + literal.text).join('');
	}
	if (ts.isParenthesizedExpression(node)) return inner(node.expression);
	if (isSum(node)) return inner(node.left) + inner(node.right);
	if (ts.isConditionalExpression(node)) {
		const [yes, no] = [inner(node.whenTrue), inner(node.whenFalse)];
		return yes.length > no.length ? yes : no;
	}
	const constant = ts.isIdentifier(node) ? constants.get(node.text) : undefined;
	return constant ? inner(constant) : filledIn;
}

/** Returns whether a literal is code: a module, a key, a type, or a text that has a tag of its own. */
function isCode({ parent }: ts.Node, node: ts.Node): boolean {
	if (ts.isImportDeclaration(parent) || ts.isLiteralTypeNode(parent) || ts.isElementAccessExpression(parent)) return true;
	if (ts.isTaggedTemplateExpression(parent)) return true;
	return ts.isPropertyAssignment(parent) && parent.name === node;
}

/** n8n's expressions are code, too. */
const isExpression = (text: string): boolean => /\$(?:self|credentials|parameter)\b/.test(text);

/**
 * Returns every text in a source: its literals, templates and sums of them, whether anything exports them or not.
 *
 * @param name of the file, for the places
 * @param source TypeScript
 */
export function textsIn(name: string, source: string): SourceText[] {
	const file = ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true);
	const constants = constantsIn(file);
	const found: SourceText[] = [];
	const visit = (node: ts.Node): void => {
		if ((ts.isStringLiteral(node) || ts.isTemplateLiteral(node) || isSum(node)) && !isCode(node, node)) {
			const text = textOf(node, constants);
			const line = file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
			if (/\p{L}/u.test(text) && !isExpression(text)) found.push({ place: `${name}:${line}`, text });
		}
		ts.forEachChild(node, visit);
	};
	visit(file);
	return found;
}

/** Returns every text in the sources of nodes and credentials. */
export const productTexts = (): SourceText[] =>
	['credentials', 'nodes']
		.flatMap((folder) => readdirSync(join(checkoutRoot, folder), { recursive: true }).map((file) => join(folder, String(file))))
		.filter((file) => file.endsWith('.ts'))
		.flatMap((file) => textsIn(file, readFileSync(join(checkoutRoot, file), 'utf8')));
