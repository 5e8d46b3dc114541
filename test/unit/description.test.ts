/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import type { INodeParameters, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { CloudPcDeviceImage } from '../../nodes/CloudPcDeviceImage/CloudPcDeviceImage.node';
import { CloudPcDeviceImageTrigger } from '../../nodes/CloudPcDeviceImage/CloudPcDeviceImageTrigger.node';
import { triggerEvents } from '../../nodes/CloudPcDeviceImage/trigger/events';
import { operations, resources } from '../../nodes/CloudPcDeviceImage/operations';
import { limits } from '../bench/limits';
import { findOperationTable, operationTable, wrongRows } from '../operations/operationTable';
import { shownProperties } from '../shownProperties';

const root = resolve(__dirname, '../..');
const nodeFolder = join(root, 'nodes/CloudPcDeviceImage');
const { description, methods } = new CloudPcDeviceImage();

/** `WRITE_LISTS=1 npm run test:unit` writes the table of the operations into it. */
const readme = join(root, 'README.md');

/** The properties that the editor shows for some parameters. */
const shown = (parameters: INodeParameters): INodeProperties[] =>
	shownProperties(description, parameters);

const kbOf = (value: object): number => Buffer.byteLength(JSON.stringify(value)) / 1024;

/** Every property, also those inside collections. */
const allProperties = (properties: INodeProperties[]): INodeProperties[] =>
	properties.flatMap((property) => [
		property,
		...(property.type === 'collection' ? allProperties(property.options as INodeProperties[]) : []),
	]);

it('every list of a resource locator is in the mode list, as n8n opens none in another', () => {
	const lists = allProperties(description.properties).flatMap(({ modes = [] }) => modes.filter(({ type }) => type === 'list'));
	expect(lists.length).toBeGreaterThan(0);
	expect(lists.map(({ name }) => name)).toEqual(lists.map(() => 'list'));
});

describe('the registry', () => {
	it('has one file per operation, named after it', () => {
		for (const { resource, value } of operations) {
			expect(existsSync(join(nodeFolder, 'operations', resource, `${value}.ts`))).toBe(true);
		}
	});

	it.each(operations.map((operation) => [`${operation.resource} ${operation.value}`, operation] as const))(
		'%s has a name, an action and a description',
		(_, { resource, name, action, description: sentence }) => {
			const noun = resources.find(({ value }) => value === resource)?.noun ?? 'no resource';
			expect(name).toMatch(/^[A-Z]/);
			expect(action).toMatch(/^[A-Z][a-z]+ ./);
			// One policy, several policies.
			expect(action).toContain(noun.replace(/y$/, ''));
			expect(sentence).toMatch(/^[A-Z].{20,}[^.]$/);
		},
	);

	it('is the table in README', () => {
		const lines = readFileSync(readme, 'utf8').split('\n');
		const { start, end } = findOperationTable(lines);
		if (process.env.WRITE_LISTS) {
			lines.splice(start, end - start, ...operationTable());
			writeFileSync(readme, lines.join('\n'));
		}
		// Read again: what was written is what is compared.
		const written = readFileSync(readme, 'utf8').split('\n');
		const place = findOperationTable(written);
		expect(wrongRows(written.slice(place.start, place.end))).toEqual([]);
		expect([written[place.start - 1], written[place.end]]).toEqual(['', '']);
	});
});

describe('the description', () => {
	it.each(operations.map((operation) => [`${operation.resource} ${operation.value}`, operation] as const))(
		'shows exactly the fields of %s',
		(_, { resource, value, parameters }) => {
			const visible = shown({ authentication: 'oAuth2', resource, operation: value, returnAll: false, output: 'selectedFields', versioning: 'define' });
			const own = Object.values(parameters).filter(({ property }) => property.type !== 'hidden');
			expect(visible.map(({ name }) => name).sort()).toEqual(
				['authentication', 'resource', 'operation', ...own.map(({ property }) => property.name)].sort(),
			);
		},
	);

	it('offers every operation in exactly one list, in alphabetical order', () => {
		const lists = description.properties.filter(({ name }) => name === 'operation');
		const offered = lists.flatMap(({ options }) => options as INodePropertyOptions[]);
		expect(offered.map(({ action }) => action)).toEqual(operations.map(({ action }) => action));
		for (const { options } of lists) {
			const names = (options as INodePropertyOptions[]).map(({ name }) => name);
			expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
		}
	});

	it('sorts options and collections, and gives every option a description or a plain name', () => {
		for (const property of allProperties(description.properties)) {
			if (!['options', 'multiOptions', 'collection'].includes(property.type)) continue;
			const names = (property.options as INodeProperties[]).map((each) => each.displayName ?? each.name);
			expect([property.name, names]).toEqual([
				property.name,
				[...names].sort((a, b) => a.localeCompare(b)),
			]);
		}
	});

	it('takes expressions everywhere but in resource and operation', () => {
		const fixed = allProperties(description.properties).filter((property) => property.noDataExpression);
		expect(new Set(fixed.map(({ name }) => name))).toEqual(new Set(['resource', 'operation']));
	});

	it('registers every picker that it names', () => {
		const named = description.properties.flatMap(({ modes }) =>
			(modes ?? []).flatMap(({ typeOptions }) => typeOptions?.searchListMethod ?? []),
		);
		expect(new Set(named)).toEqual(new Set(Object.keys(methods.listSearch)));
	});

	it('has an icon for both themes and the search words of its users', () => {
		const icon = description.icon as { light: string; dark: string };
		for (const file of [icon.light, icon.dark]) {
			expect(existsSync(join(nodeFolder, file.replace('file:', '')))).toBe(true);
		}
		const codex = JSON.parse(readFileSync(join(nodeFolder, 'CloudPcDeviceImage.node.json'), 'utf8'));
		expect(codex.alias).toEqual(
			expect.arrayContaining(['Windows 365', 'W365', 'Cloud PC', 'Microsoft Intune', 'Microsoft Graph', 'custom image']),
		);
		expect(description.usableAsTool).toBe(true);
	});

	it('stays small, because n8n copies it for the AI tool', () => {
		expect(kbOf(description)).toBeLessThanOrEqual(limits.actionDescriptionKb);
	});
});

describe('package.json', () => {
	const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

	it('has no runtime dependencies and n8n-workflow as its only peer', () => {
		expect(manifest.dependencies ?? {}).toEqual({});
		expect(manifest.optionalDependencies ?? {}).toEqual({});
		expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
	});
});

describe('the trigger', () => {
	const trigger = new CloudPcDeviceImageTrigger().description;

	it('offers every event of its rules, and docs/trigger.md describes each', () => {
		const field = trigger.properties.find(({ name }) => name === 'events');
		const offered = (field?.options as INodePropertyOptions[]).map(({ name, value }) => [name, value]);
		const page = readFileSync(join(root, 'docs/trigger.md'), 'utf8');
		const described = [...page.matchAll(/^\| ([^|]+) \| `(\w+)` \| [^|]+ \|$/gm)].map((row) => row.slice(1, 3)).slice(1);
		expect(offered.map(([, value]) => value).sort()).toEqual([...triggerEvents].sort());
		expect(described.sort()).toEqual(offered.sort());
	});

	it('stays small', () => {
		expect(kbOf(trigger)).toBeLessThanOrEqual(limits.triggerDescriptionKb);
	});
});
