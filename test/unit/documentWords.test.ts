import { pages, readDocument } from '../documentation';

const mostWords = 30;

/** Words that docs/development/style.md replaces. */
const banned =
	/\b(?:tells?|told|mend|anew|centres?|licences?|behaviours?|whoever|out of order|reconnect|e-mail|host identit(?:y|ies)|activation|please)\b/gi;

/** Returns the texts of a page that a person reads as sentences: without code, comments, and addresses; a cell is one of its own. */
const textsOf = (text: string): string[] =>
	text
		.replace(/^( *)```[^]*?^\1```$/gm, '')
		.replace(/<!--[^]*?-->/g, '')
		.replace(/`[^`\n]*`/g, 'X')
		.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
		.split('\n')
		.flatMap((line) => (line.startsWith('|') ? line.split(' | ') : [line]));

const sentencesOf = (text: string): string[] => textsOf(text).flatMap((part) => part.split(/(?<=[.!?:])\s+/));

const countWords = (sentence: string): number => sentence.split(/\s+/).filter((word) => /\w/.test(word)).length;

describe('the words of the pages', () => {
	it.each(pages)('%s has sentences of at most 30 words', (page) => {
		expect(sentencesOf(readDocument(page)).filter((sentence) => countWords(sentence) > mostWords)).toEqual([]);
	});

	it.each(pages)('%s has no word that the style replaces', (page) => {
		expect(textsOf(readDocument(page)).flatMap((text) => text.match(banned) ?? [])).toEqual([]);
	});

	it('show a planted sentence that is too long, and a banned word', () => {
		const long = Array.from({ length: 31 }, () => 'word').join(' ');
		expect(sentencesOf(`Short. ${long}.`).map(countWords)).toEqual([1, 31]);
		expect(textsOf('The licence, and `licence`.').flatMap((text) => text.match(banned) ?? [])).toEqual(['licence']);
	});
});
