import * as fc from 'fast-check';

import { sampleImageIds, sampleSources } from '../graph-server';
import { imagesPath } from './requestLines';
import { byId, useNode } from './useNode';


const pieces = ["'", "''", '/', '\\', '..', '%2f', '%2e%2e', '?', '#', '&', '=', '+', ' ', '$select=', '\u0000', '\r\n', '😀', '\ud83d', 'x'];
const texts = [
	...pieces,
	"' or 1 eq 1 or displayName eq '",
	'../../users',
	'x'.repeat(10_000),
	...fc.sample(
		fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'grapheme', maxLength: 4 })), { minLength: 1, maxLength: 6 }).map((parts) => parts.join('')),
		{ seed: 1, numRuns: 300 },
	),
];
const input = texts.map((text) => ({ text }));

const node = useNode({ graphFor: 'file' });
const { graph, requests: sent } = node;
const run = async (operation: string, parameters: object) =>
	await node.run(operation, parameters, { input, onError: 'continueRegularOutput' });

/** The items that were refused, with the field that the error names. */
const refused = (items: Awaited<ReturnType<typeof run>>['items'], field: string): string[] =>
	items
		.filter(({ json }) => String(json.error).startsWith(`'${field}' `))
		.map(({ pairedItem }) => texts[(pairedItem as { item: number }).item] ?? '');

const travels = (text: string): boolean => text.trim() !== '' && !/[\p{Cc}\p{Cs}]/u.test(text.trim());

describe(`${texts.length} texts that break out of URLs`, () => {
	it.each(['get', 'delete', 'retryUpload', 'waitForStatus'])('as an image ID of %s are not sent', async (operation) => {
		const isId = (text: string): boolean => /^[0-9a-z-]+$/i.test(text.trim()) && text.length <= 64;
		const { items } = await run(operation, { imageId: byId('={{ $json.text }}') });
		expect(items).toHaveLength(texts.length);
		expect(refused(items, 'Device Image')).toEqual(texts.filter((text) => !isId(text)));
		const asked = sent().filter(({ path }) => !path.includes('$batch'));
		expect(asked.every(({ path }) => /^\/(v1\.0|beta)[\w/]+\/(deviceImages\/[0-9a-z-]+(\/retryUpload)?|provisioningPolicies)$/i.test(path))).toBe(true);
	}, 60_000);

	it('as an OData filter arrive whole, or the field is named', async () => {
		const { items } = await run('getAll', { output: 'raw', options: { odataFilter: '={{ $json.text }}' } });
		const given = texts.filter((text) => text.length < 10_000);
		expect(new Set(sent().map(({ path }) => path))).toEqual(new Set([`/v1.0${imagesPath}`]));
		expect(sent().every(({ query }) => Object.keys(query).every((name) => name === '$filter'))).toBe(true);
		const plain = (text: string): string => text.trim().replace(/[\t\r\n]+/g, ' ');
		const arrived = sent().map(({ query }) => query.$filter);
		for (const text of given.map(plain).filter((each) => travels(each))) expect(arrived).toContain(text);
		expect(refused(items, 'OData Filter').map(plain).filter(travels)).toEqual([]);
	}, 60_000);

	it('as a name arrive whole, or the field is named', async () => {
		graph.settings.imageLimit = Infinity;
		const { items } = await run('create', {
			displayName: '={{ $json.text }}',
			version: '1.0.0',
			sourceImageResourceId: byId(sampleSources.managed.resourceId),
		});
		expect(refused(items, 'Display Name')).toEqual(texts.filter((text) => !travels(text)));
		const names = [...graph.tenant.images.values()].map(({ displayName }) => displayName);
		for (const text of texts.filter(travels)) expect(names).toContain(text.trim());
	}, 60_000);

	it('as a property name or an update are not sent unless they are names', async () => {
		const { items } = await run('get', {
			imageId: byId(sampleImageIds.ready),
			output: 'selectedFields',
			fields: '={{ [$json.text] }}',
		});
		expect(items).toHaveLength(texts.length);
		expect(sent().every(({ query }) => /^id(,\w+)?$/.test(query.$select ?? 'id'))).toBe(true);
		graph.clearRequests();
		const update = await run('update', {
			imageId: byId(sampleImageIds.free),
			updateFields: '={{ { [$json.text]: "x" } }}',
		});
		expect(refused(update.items, 'Update Fields')).toEqual(texts);
		expect(node).toHaveSent([]);
	}, 60_000);
});
