import type { INodeProperties } from 'n8n-workflow';

import { CloudPcGraphManagedIdentityApi } from '../../credentials/CloudPcGraphManagedIdentityApi.credentials';
import { CloudPcGraphOAuth2Api } from '../../credentials/CloudPcGraphOAuth2Api.credentials';
import { entraAdvice } from '../../credentials/entra/entraErrors';
import { CloudPcDeviceImage } from '../../nodes/CloudPcDeviceImage/CloudPcDeviceImage.node';
import { CloudPcDeviceImageTrigger } from '../../nodes/CloudPcDeviceImage/CloudPcDeviceImageTrigger.node';
import { explainErrorCode, knownErrorCodes } from '../../nodes/CloudPcDeviceImage/images/errorCodes';
import { maxSentenceWords, wordFaults, wordRules } from '../words/wordRules';
import { productTexts, textsIn } from '../words/sourceTexts';

/** The keys of a description whose texts n8n shows to people, or to a model. */
const shownKeys = new Set([
	'action', 'default', 'description', 'displayName', 'hint', 'message', 'name', 'placeholder', 'propertyHint', 'relationHint', 'searchHint',
]);

/** Returns every text of a description, however deep. */
function textsOf(value: unknown, key = ''): string[] {
	if (typeof value === 'string') return shownKeys.has(key) && !value.startsWith('=') ? [value] : [];
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([name, inner]) => textsOf(inner, Array.isArray(value) ? key : name));
}

const faultsOf = (texts: readonly string[]): string[] => [...new Set(texts)].flatMap((text) => wordFaults(text, 'interface'));

const credentials = [new CloudPcGraphOAuth2Api(), new CloudPcGraphManagedIdentityApi()];

const shown: Array<[string, string[]]> = [
	['the action node', textsOf(new CloudPcDeviceImage().description)],
	['the trigger', textsOf(new CloudPcDeviceImageTrigger().description)],
	...credentials.map(({ displayName, properties, test }): [string, string[]] => [displayName, textsOf({ displayName, properties, test })]),
	['the codes of Microsoft Entra', entraAdvice.flatMap(({ reason, remedy }) => [reason, remedy])],
	['the error codes of an upload', [...knownErrorCodes, 'newerCode', null].flatMap((code): string[] => Object.values(explainErrorCode(code)))],
];

describe('the words that users read', () => {
	it.each(shown)('of %s are plain and short', (_, texts) => {
		expect(texts.length).toBeGreaterThan(9);
		expect(faultsOf(texts)).toEqual([]);
	});

	it('in the sources are plain and short, wherever they are built', () => {
		const texts = productTexts();
		expect(texts.length).toBeGreaterThan(900);
		expect(texts.flatMap(({ place, text }) => wordFaults(text, 'interface').map((fault) => `${place} ${fault}`))).toEqual([]);
	});
});

describe('the check of words', () => {
	const long = Array.from({ length: maxSentenceWords + 1 }, () => 'word').join(' ');

	it.each([
		['Azure may go on with the old token.', ["'go on'", "'may'"]],
		['Sign in again with Reconnect.', ["'Reconnect'"]],
		['The identity of the n8n host is switched off.', ["'n8n host'", "'identity of the n8n host'", "'switched off'"]],
		['See the Entra admin centre.', ["'centre'"]],
		['Synchronise the clock, and organise behaviour by colour.', ["'Synchronise'"]],
		[`${long}.`, ['31 words']],
		[`${'Short. '.repeat(40)}Use e.g. ${long}`, ['33 words']],
	])('reports "%s"', (text, found) => {
		expect(wordFaults(text, 'interface').map((fault) => found.find((each) => fault.startsWith(each)))).toEqual(found);
	});

	it.each(['Check the image, then run the workflow again.', 'Adapt the answer file (unattend.xml).', `${'Word '.repeat(30)}`, 'May 2026'])(
		'lets "%s" pass',
		(text) => expect(wordFaults(text, 'interface')).toEqual([]),
	);

	it('lets a page say what an agent answers', () => {
		expect(wordFaults('The agent answers.', 'page')).toEqual([]);
		expect(wordFaults('The agent answers.', 'interface')).toHaveLength(1);
	});

	it('has no rule twice', () => {
		expect(new Set(wordRules.map(({ pattern }) => pattern.source)).size).toBe(wordRules.length);
	});

	it('finds a text wherever a description holds it', () => {
		const property: Partial<INodeProperties> = { displayName: 'A', options: [{ name: 'B', value: 'secret', description: 'C' }] };
		expect(textsOf({ hints: [{ message: 'D' }], properties: [property] })).toEqual(['D', 'A', 'B', 'C']);
	});

	it('finds a text in a source with its parts, and no code', () => {
		const source = `import { x } from 'some words';
			const place = 'the portal';
			const text = (n: number) => \`Open \${place}, \${n > 1 ? 'several times' : 'once'}. \${n}\` + ' Then wait.';
			const form = String.raw\`no text\`;
			const map = { 'a key': '={{ $self["a b"] }}' };`;
		expect(textsIn('file.ts', source)).toEqual([
			{ place: 'file.ts:2', text: 'the portal' },
			{ place: 'file.ts:3', text: 'Open the portal, several times. X Then wait.' },
			{ place: 'file.ts:3', text: 'Open the portal, several times. X' },
			{ place: 'file.ts:3', text: 'several times' },
			{ place: 'file.ts:3', text: 'once' },
			{ place: 'file.ts:3', text: ' Then wait.' },
		]);
	});
});
