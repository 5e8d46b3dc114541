import type { GraphEntity } from '../../graph/client';
import { parseSourceImageId, sourceImageIdOf } from '../../images/sourceImages';
import { booleanParameter } from '../../parameters/boolean';
import { choiceParameter } from '../../parameters/choice';
import { collectionParameter } from '../../parameters/collection';
import { optional, type Parameter } from '../../parameters/parameter';
import { contains, displayNameFilter, equals } from '../clientFilters';

/** The collection `filters` of Get Many. */
export const filtersParameter = collectionParameter(
	{ displayName: 'Filters', name: 'filters', type: 'collection', placeholder: 'Add filter', default: {} },
	{
		category: optional(
			choiceParameter<'azureComputeGallery' | 'managedImage'>({
				displayName: 'Category',
				name: 'category',
				type: 'options',
				options: [
					{ name: 'Azure Compute Gallery', value: 'azureComputeGallery' },
					{ name: 'Managed Image', value: 'managedImage' },
				],
				default: 'azureComputeGallery',
				description: 'Where the image is stored in Azure',
			}),
		),
		displayName: displayNameFilter('win11', 'Part of the name of the image, of its gallery, or of its image definition'),
		newestOnly: booleanParameter({
			displayName: 'Newest Only',
			name: 'newestOnly',
			type: 'boolean',
			default: false,
			description: 'Whether to return only the highest version of each image definition in a gallery. Managed images are always returned.',
		}),
	},
);

type Filters = typeof filtersParameter extends Parameter<infer T> ? T : never;

/** Of a gallery image Graph gives only the version as its name. */
function namesOf(source: GraphEntity): string {
	const { gallery = '', image, version } = parseSourceImageId(sourceImageIdOf(source));
	return `${gallery} ${image} ${version} ${String(source.displayName ?? '')}`;
}

/** Returns whether a source image fits the filters by its own values. */
export const fitsFilters =
	({ category, displayName }: Filters) =>
	(source: GraphEntity): boolean =>
		equals(source.category, category) && contains(namesOf(source), displayName);
