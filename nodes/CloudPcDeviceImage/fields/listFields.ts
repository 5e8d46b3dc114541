import type { INodeProperties } from 'n8n-workflow';

import type { GraphEntity } from '../graph/client';
import { checkNumber } from '../operations/checks';
import type { Values } from '../operations/operation';

/** n8n's usual pair for lists. */
export const listFields: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { returnAll: [false] } },
	},
];

/**
 * Collects entities until the user's limit is reached; no page is asked for that is not needed.
 *
 * @param entities what Graph has, page by page
 * @param values the parameters `returnAll` and `limit`
 * @param keep whether an entity counts
 * @throws InvalidInput when the limit is no number from 1 on
 */
export async function collect(
	entities: AsyncGenerator<GraphEntity>,
	values: Values,
	keep: (entity: GraphEntity) => boolean = () => true,
): Promise<GraphEntity[]> {
	const limit = values.returnAll === true ? Infinity : checkNumber('Limit', values.limit, 1);
	const collected: GraphEntity[] = [];
	for await (const entity of entities) {
		if (keep(entity)) collected.push(entity);
		if (collected.length >= limit) break;
	}
	return collected;
}
