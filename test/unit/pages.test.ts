import type { GraphEntity, Page as PageOf } from '../../nodes/CloudPcDeviceImage/graph/entities';
import { GraphError } from '../../nodes/CloudPcDeviceImage/graph/errors';
import { paginate } from '../../nodes/CloudPcDeviceImage/graph/pages';

type Page = PageOf<GraphEntity>;

const root = 'https://graph.microsoft.com';
const link = (page: number): string => `${root}/v1.0/images?$skiptoken=${page}`;

async function walk(pages: Page[], stopAfter = Infinity): Promise<{ ids: unknown[]; read: string[] }> {
	const read: string[] = [];
	const ids: unknown[] = [];
	const next = async (url: string): Promise<Page> => {
		read.push(url);
		return pages[read.length] ?? { value: [] };
	};
	const first = async (): Promise<Page> => pages[0] ?? { value: [] };
	for await (const entity of paginate(first, next, root, 'GET /v1.0/images')) {
		ids.push(entity.id);
		if (ids.length >= stopAfter) break;
	}
	return { ids, read };
}

describe('paginate', () => {
	it('follows every link as it is', async () => {
		const pages = [
			{ value: [{ id: 1 }], nextLink: link(2) },
			{ value: [], nextLink: link(3) },
			{ value: [{ id: 2 }] },
		];
		expect(await walk(pages)).toEqual({ ids: [1, 2], read: [link(2), link(3)] });
	});

	it('asks for no page that nobody wants', async () => {
		const pages = [{ value: [{ id: 1 }, { id: 2 }], nextLink: link(2) }];
		expect(await walk(pages, 2)).toEqual({ ids: [1, 2], read: [] });
	});

	it.each([
		'https://evil.example/v1.0/images',
		'http://graph.microsoft.com/v1.0/images',
		'https://graph.microsoft.com.evil.example/',
		'https://graph.microsoft.com@evil.example/',
		'/relative',
	])('refuses the foreign link %s before it is read', async (nextLink) => {
		await expect(walk([{ value: [], nextLink }])).rejects.toThrow(GraphError);
	});

	it('stops at a link that repeats itself', async () => {
		const page = { value: [{ id: 1 }], nextLink: link(2) };
		await expect(walk([page, page, page])).rejects.toThrow('Microsoft Graph returned the same next page twice.');
	});

	it('reads 3,000 pages to their end', async () => {
		const pages = Array.from({ length: 3_000 }, (_, page) => ({
			value: [{ id: page }],
			...(page < 2_999 && { nextLink: link(page + 1) }),
		}));
		expect((await walk(pages)).ids).toHaveLength(3_000);
	});

	it.each<[string, GraphEntity[]]>([
		['are empty', []],
		['repeat their entries', [{ id: 1 }]],
		['repeat values without an ID', [{ resourceId: 'x' }]],
	])('ends a list whose pages %s without end', async (_, value) => {
		const pages = Array.from({ length: 1_000 }, (__, page) => ({ value, nextLink: link(page) }));
		await expect(walk(pages)).rejects.toThrow('100 pages in a row had no new entries.');
	});

	it('passes over 99 empty pages in a row', async () => {
		const pages = [
			...Array.from({ length: 99 }, (_, page) => ({ value: [], nextLink: link(page) })),
			{ value: [{ id: 1 }], nextLink: link(99) },
			{ value: [{ id: 2 }] },
		];
		expect((await walk(pages)).ids).toEqual([1, 2]);
	});
});
