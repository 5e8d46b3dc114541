/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { CloudPcGraphManagedIdentityApi } from '../../credentials/CloudPcGraphManagedIdentityApi.credentials';
import { CloudPcGraphOAuth2Api } from '../../credentials/CloudPcGraphOAuth2Api.credentials';
import { CloudPcDeviceImage } from '../../nodes/CloudPcDeviceImage/CloudPcDeviceImage.node';
import { CloudPcDeviceImageTrigger } from '../../nodes/CloudPcDeviceImage/CloudPcDeviceImageTrigger.node';

/**
 * What workflows and credentials of users hold: a line that goes or changes breaks those that exist.
 * `WRITE_LISTS=1 npm run test:unit` adds the lines that are new; it never removes one.
 */
const baselineFile = join(__dirname, 'storedNames.txt');

interface Stored {
	name: string;
	properties: INodeProperties[];
}

const description = new CloudPcDeviceImage().description;
const trigger = new CloudPcDeviceImageTrigger().description;
const credentials = [new CloudPcGraphOAuth2Api(), new CloudPcGraphManagedIdentityApi()];

/** Returns where a property is stored: below its operation, below its resource, or in the node. */
function ownersOf(owner: string, { displayOptions }: INodeProperties): string[] {
	const { resource = [], operation = [] } = displayOptions?.show ?? {};
	if (resource.length === 0) return [owner];
	return resource.flatMap((each) => (operation.length === 0 ? [`${owner} ${String(each)}`] : operation.map((name) => `${owner} ${String(each)}.${String(name)}`)));
}

/** Returns a line for the default of a stored value, and one for each thing that it can be. */
function linesOfProperty(path: string, { name, type, options = [], modes = [], default: fallback }: INodeProperties): string[] {
	const own = `${path}${name}`;
	if (type === 'notice') return [];
	if (type === 'collection') return (options as INodeProperties[]).flatMap((entry) => linesOfProperty(`${own}.`, entry));
	// A hidden field is computed when it is read; nobody stores it.
	const line = type === 'hidden' ? `${own}: hidden` : `${own}: ${type} = ${JSON.stringify(fallback)}`;
	const choices = (options as INodePropertyOptions[]).map(({ value }) => `${own} can be ${JSON.stringify(value)}`);
	return [line, ...choices, ...modes.map((mode) => `${own} can be by ${mode.name}`)];
}

const linesOf = ({ name, properties }: Stored): string[] =>
	properties.flatMap((property) => ownersOf(name, property).flatMap((owner) => linesOfProperty(`${owner} `, property)));

/** Returns the lines that are lost. */
const lostFrom = (baseline: readonly string[], today: readonly string[]): string[] =>
	baseline.filter((line) => !today.includes(line));

const readBaseline = (): string[] => readFileSync(baselineFile, 'utf8').split('\n').filter(Boolean);

const today = [description, trigger, ...credentials].flatMap(linesOf);

describe('what workflows and credentials store', () => {
	it('is all there still, with the same values and defaults', () => {
		if (process.env.WRITE_LISTS) {
			const all = new Set([...readBaseline(), ...today]);
			writeFileSync(baselineFile, `${[...all].sort().join('\n')}\n`);
		}
		expect(lostFrom(readBaseline(), today)).toEqual([]);
		expect(readBaseline().length).toBeGreaterThan(0);
	});
});

describe('the baseline of stored names', () => {
	const choice = (more: Partial<INodeProperties> = {}): INodeProperties => ({
		displayName: 'Color',
		name: 'color',
		type: 'options',
		options: [{ name: 'Red', value: 'red' }, { name: 'Blue', value: 'blue' }],
		default: 'red',
		displayOptions: { show: { resource: ['car'], operation: ['paint', 'sell'] } },
		...more,
	});
	const locator = choice({ type: 'resourceLocator', options: undefined, modes: [{ displayName: 'By ID', name: 'id', type: 'string' }] });
	const extras = (entry: INodeProperties): INodeProperties => choice({ name: 'extras', type: 'collection', options: [entry] });
	const linesFor = (...properties: INodeProperties[]): string[] => linesOf({ name: 'node', properties });
	const baseline = linesFor(choice(), choice({ name: 'shade' }), extras(choice()));

	it.each([
		['a parameter', [choice({ name: 'size' })]],
		['an option', [choice({ options: [...(choice().options ?? []), { name: 'Green', value: 'green' }] })]],
		['an operation', [choice({ displayOptions: { show: { resource: ['car'], operation: ['paint', 'sell', 'wash'] } } })]],
		['a text that people read', [choice({ displayName: 'Colour', description: 'Which' })]],
		['an entry of a collection', [extras(choice({ name: 'stripes' }))]],
	])('lets %s be added', (_, added) => {
		const others = linesFor(choice({ name: 'shade' }), extras(choice()), choice());
		expect(lostFrom(baseline, [...others, ...linesFor(...added)])).toEqual([]);
		expect(lostFrom(linesFor(choice()), linesFor(...added, choice()))).toEqual([]);
	});

	it.each([
		['another name', choice({ name: 'colour' }), 'node car.paint color: options = "red"'],
		['another type', choice({ type: 'multiOptions' }), 'node car.paint color: options = "red"'],
		['another default', choice({ default: 'blue' }), 'node car.paint color: options = "red"'],
		['one option less', choice({ options: [{ name: 'Red', value: 'red' }] }), 'node car.paint color can be "blue"'],
		['one operation less', choice({ displayOptions: { show: { resource: ['car'], operation: ['sell'] } } }), 'node car.paint color: options = "red"'],
		['another resource', choice({ displayOptions: { show: { resource: ['bus'], operation: ['paint', 'sell'] } } }), 'node car.paint color: options = "red"'],
	])('names a stored value that has got %s', (_, changed, lost) => {
		expect(lostFrom(linesFor(choice()), linesFor(changed))).toContain(lost);
	});

	it('names an entry of a collection and a way to choose that are gone', () => {
		expect(lostFrom(linesFor(extras(choice())), linesFor(extras(choice({ name: 'stripes' }))))).toContain(
			'node car.sell extras.color: options = "red"',
		);
		expect(lostFrom(linesFor(locator), linesFor({ ...locator, modes: [] }))).toEqual([
			'node car.paint color can be by id',
			'node car.sell color can be by id',
		]);
	});
});
