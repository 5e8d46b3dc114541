/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative, resolve } from 'node:path';

const root = resolve(__dirname, '../..');
const nodeFolder = 'nodes/CloudPcDeviceImage';

/** The rooms from the top to the bottom; a room may import what stands below it, and itself. */
const picture: ReadonlyArray<readonly string[]> = [
	['node files'],
	['operations', 'trigger'],
	['n8n'],
	['explanations', 'parameters'],
	['images'],
	['graph'],
	['credential files'],
	['credentials/entra'],
];

/** Returns the room of a file of the product, given by its path from the root of the checkout. */
function roomOf(file: string): string {
	if (file.startsWith('credentials/')) return file.startsWith('credentials/entra/') ? 'credentials/entra' : 'credential files';
	const [room = '', ...rest] = relative(nodeFolder, file).split('/');
	return rest.length === 0 ? 'node files' : room;
}

const heightOf = (room: string): number => picture.findIndex((rooms) => rooms.includes(room));

type Imports = ReadonlyMap<string, readonly string[]>;

/** Returns the files that a source imports, types and `import()` too. */
function importsOf(file: string, source: string): string[] {
	const specifiers = source.matchAll(/(?:from|import|import\()\s*'(\.[^']*)'/g);
	return [...specifiers].map(([, specifier = '']) => {
		const path = normalize(join(dirname(file), specifier));
		return path.endsWith('/operations') || path.endsWith('/index') ? `${path.replace(/\/index$/, '')}/index.ts` : `${path}.ts`;
	});
}

const sources = ['credentials', nodeFolder]
	.flatMap((folder) => readdirSync(join(root, folder), { recursive: true }).map((file) => join(folder, String(file))))
	.filter((file) => file.endsWith('.ts'));

const imports: Imports = new Map(sources.map((file) => [file, importsOf(file, readFileSync(join(root, file), 'utf8'))]));

/** Returns each import that leads up, or to a room beside that is another one. */
function arrowsUp(graph: Imports): string[] {
	return [...graph].flatMap(([file, targets]) =>
		targets
			.filter((target) => roomOf(target) !== roomOf(file) && heightOf(roomOf(target)) <= heightOf(roomOf(file)))
			.map((target) => `${file} -> ${target}`),
	);
}

/** Returns the files that import each other, whatever the number of steps. */
function cycles(graph: Imports): string[] {
	const reach = (from: string, to: string, seen = new Set<string>()): boolean => {
		for (const target of graph.get(from) ?? []) {
			if (target === to) return true;
			if (seen.has(target)) continue;
			seen.add(target);
			if (reach(target, to, seen)) return true;
		}
		return false;
	};
	return [...graph.keys()].filter((file) => reach(file, file));
}

/** The same product with one more import. */
const planted = (file: string, target: string): Imports => new Map([...imports, [file, [...(imports.get(file) ?? []), target]]]);

const fileIn = (room: string): string => {
	const found = sources.find((file) => roomOf(file) === room);
	if (!found) throw new Error(`The room ${room} is empty`);
	return found;
};

describe('the rooms of the product', () => {
	it('are those of the picture', () => {
		expect(new Set(sources.map(roomOf))).toEqual(new Set(picture.flat()));
		expect([...imports.values()].flat().filter((target) => !sources.includes(target))).toEqual([]);
	});

	it('have no arrow that leads back up', () => {
		expect(arrowsUp(imports)).toEqual([]);
	});

	it('have no two files that import each other, be it over others', () => {
		expect(cycles(imports)).toEqual([]);
	});

	const forbidden = picture.flatMap((rooms, height) =>
		rooms.flatMap((room) =>
			picture
				.slice(0, height + 1)
				.flat()
				.filter((target) => target !== room)
				.map((target) => [room, target] as const),
		),
	);

	it.each(forbidden)('show a planted import from %s to %s', (room, target) => {
		expect(arrowsUp(planted(fileIn(room), fileIn(target)))).toHaveLength(1);
	});

	it('show two files that import each other', () => {
		const [file, [target = ''] = []] = [...imports].find(([, targets]) => targets.length > 0) ?? [''];
		expect(cycles(planted(target, file))).toEqual(expect.arrayContaining([file, target]));
	});

	it('are drawn in docs/development/architecture.md', () => {
		const page = readFileSync(join(root, 'docs/development/architecture.md'), 'utf8');
		for (const room of picture.flat().filter((each) => !each.endsWith(' files'))) {
			expect(page).toContain(`${room.split('/').at(-1)}/`);
		}
	});
});
