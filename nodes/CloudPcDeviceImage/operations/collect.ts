import type { GraphEntity } from '../graph/client';

/**
 * Returns entities until a limit is reached; no page is asked for that is not needed.
 *
 * @param entities what Graph has, page by page
 * @param options the parameters `returnAll` and `limit`
 * @param keep whether an entity counts
 */
export async function collect(
	entities: AsyncIterable<GraphEntity> | readonly GraphEntity[],
	{ returnAll, limit }: { returnAll: boolean; limit: number },
	keep: (entity: GraphEntity) => boolean = () => true,
): Promise<GraphEntity[]> {
	const collected: GraphEntity[] = [];
	for await (const entity of entities) {
		if (keep(entity)) collected.push(entity);
		if (!returnAll && collected.length >= limit) break;
	}
	return collected;
}

/** Returns every entity, whatever the limit of an output. */
export const collectAll = async (entities: AsyncIterable<GraphEntity>): Promise<GraphEntity[]> =>
	await collect(entities, { returnAll: true, limit: 0 });
