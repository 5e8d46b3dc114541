import type { GraphEntity } from './client';
import { GraphError, type SentRequest } from './errors';

/** One page of an OData collection. */
export interface Page {
	value: GraphEntity[];
	nextLink?: string;
	/** The request behind it, for errors. */
	sent?: SentRequest;
}

/** More pages than any collection here can have; a tenant has at most 20 images. */
const mostPages = 1_000;

/**
 * Walks an OData collection page by page and stops as soon as the caller has enough.
 * A next link is followed as it is: Graph says never to change it.
 *
 * @param first reads the first page
 * @param next reads the page behind an `@odata.nextLink`
 * @param root the Graph root of the credential; the bearer token goes nowhere else
 * @param request method and path, for messages
 * @throws GraphError when a next link leads to another origin or comes twice, or the pages do not end
 */
export async function* eachEntity(
	first: () => Promise<Page>,
	next: (url: string) => Promise<Page>,
	root: string,
	request: string,
): AsyncGenerator<GraphEntity> {
	const followed = new Set<string>();
	let page = await first();
	for (;;) {
		yield* page.value;
		const link = page.nextLink;
		if (!link) return;
		if (originOf(link) !== originOf(root)) {
			throw pagingError(page, request, 'The next page is on another host than the credential names.');
		}
		if (followed.has(link)) throw pagingError(page, request, 'The same next page was given twice.');
		if (followed.size >= mostPages) throw pagingError(page, request, `There is no end after ${mostPages} pages.`);
		followed.add(link);
		page = await next(link);
	}
}

const originOf = (url: string): string | undefined =>
	URL.canParse(url) ? new URL(url).origin : undefined;

const pagingError = ({ sent }: Page, request: string, serviceMessage: string): GraphError =>
	new GraphError({ request, status: 200, code: 'InvalidNextLink', serviceMessage, ...sent });
