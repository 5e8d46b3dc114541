import { pages } from '../documentation';
import { examples, readTexts, textsOfExample, textsOfPage } from '../words/pageTexts';
import { wordFaults } from '../words/wordRules';

describe('the words of', () => {
	it.each(['CHANGELOG.md', ...pages, ...examples()])('%s are plain and short', (file) => {
		const faults = readTexts(file).flatMap(({ line, text }) => wordFaults(text, 'page').map((fault) => `${file}:${line} ${fault}`));
		expect(faults).toEqual([]);
	});
});

describe('the texts of a page', () => {
	it('are its headings, paragraphs, list entries and cells, without code and comments', () => {
		const page = [
			'# A **title**',
			'A [link](https://example.com/told) to `npm run told`',
			'and a picture ![told](told.png).',
			'',
			'- One entry',
			'  with two lines',
			'- Another one',
			'',
			'| A cell | `told` |',
			'|---|---|',
			'',
			'```sh',
			'echo told',
			'```',
			'<!-- told -->',
			'1. *Set* N8N_USER_FOLDER',
		].join('\n');
		expect(textsOfPage(page)).toEqual([
			{ line: 1, text: 'A title' },
			{ line: 2, text: 'A link to X and a picture .' },
			{ line: 5, text: 'One entry with two lines' },
			{ line: 7, text: 'Another one' },
			{ line: 9, text: 'A cell' },
			{ line: 9, text: 'X' },
			{ line: 16, text: 'Set N8N_USER_FOLDER' },
		]);
	});

	it('of an example are the names and notes of its nodes', () => {
		const nodes = [
			{ name: 'About', parameters: { content: '## Title\nWhat it does' } },
			{ name: 'Report', notes: 'Told', parameters: { text: 'told' } },
		];
		expect(textsOfExample(JSON.stringify({ nodes })).map(({ text }) => text)).toEqual(['About', 'Title', 'What it does', 'Report', 'Told']);
	});

	it('with a bad sentence are reported', () => {
		const [text] = textsOfPage('The trigger tells\neach change anew.');
		expect(wordFaults(text?.text ?? '', 'page')).toHaveLength(2);
	});
});
