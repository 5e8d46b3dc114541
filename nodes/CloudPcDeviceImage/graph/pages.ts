import type { GraphEntity, Page } from './entities';
import { GraphError } from './errors';

/** How many pages in a row may bring nothing new; a service that filters late sends empty ones. */
const maxFruitlessPages = 100;

/**
 * Walks an OData collection page by page and stops as soon as the caller has enough.
 * A next link is followed as it is: Graph says never to change it.
 *
 * @param first reads the first page
 * @param next reads the page behind an `@odata.nextLink`
 * @param root the Graph root of the credential; the bearer token goes nowhere else
 * @param request method and path, for messages
 * @throws GraphError when a next link leads to another origin or comes twice, or the pages bring nothing new any more
 */
export async function* paginate<T extends GraphEntity>(
	first: () => Promise<Page<T>>,
	next: (url: string) => Promise<Page<T>>,
	root: string,
	request: string,
): AsyncGenerator<T> {
	const followed = new Set<string>();
	const seen = new Set<unknown>();
	let fruitless = 0;
	let page = await first();
	for (;;) {
		yield* page.value;
		const link = page.nextLink;
		if (!link) return;
		if (originOf(link) !== originOf(root)) {
			throw pagingError(page, request, "The next page is on a different host than the credential's.");
		}
		if (followed.has(link)) throw pagingError(page, request, 'Microsoft Graph returned the same next page twice.');
		followed.add(link);
		const known = seen.size;
		for (const entity of page.value) seen.add(entity.id ?? JSON.stringify(entity));
		fruitless = seen.size > known ? 0 : fruitless + 1;
		if (fruitless >= maxFruitlessPages) {
			throw pagingError(page, request, `${maxFruitlessPages} pages in a row had no new entries.`);
		}
		page = await next(link);
	}
}

const originOf = (url: string): string | undefined =>
	URL.canParse(url) ? new URL(url).origin : undefined;

/** Nothing of this passes within seconds, so it is no part of the attempt that read the page. */
const pagingError = ({ sent }: Page<GraphEntity>, request: string, serviceMessage: string): GraphError =>
	new GraphError({ request, kind: 'refusedNextLink', status: 200, code: '', serviceMessage, ...sent });
