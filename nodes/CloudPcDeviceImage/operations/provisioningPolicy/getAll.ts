import { policiesPath } from '../../graph/paths';
import { booleanParameter } from '../../parameters/boolean';
import { choiceParameter } from '../../parameters/choice';
import { collectionParameter } from '../../parameters/collection';
import { listLimits } from '../../parameters/listLimits';
import { optionsParameter } from '../../parameters/options';
import { optional } from '../../parameters/parameter';
import { optionalText } from '../../parameters/text';
import { contains, displayNameFilter, equals } from '../clientFilters';
import { collect } from '../collect';
import { inWords, nothingFound } from '../nothingFound';
import { defineOperation } from '../operation';
import { provisioningPolicy } from './resource';

const filtersParameter = collectionParameter(
	{ displayName: 'Filters', name: 'filters', type: 'collection', placeholder: 'Add filter', default: {} },
	{
		displayName: displayNameFilter('Finance', 'Part of the name. Not case-sensitive.'),
		imageId: optionalText(
			{
				displayName: 'Image ID',
				name: 'imageId',
				type: 'string',
				default: '',
				placeholder: 'e.g. 2c0f4c52-9f7e-4b0e-8d2b-6f0a3f1d9b10',
				description: 'ID of a device image or of a gallery image',
			},
			'2c0f4c52-9f7e-4b0e-8d2b-6f0a3f1d9b10',
		),
		imageType: optional(
			choiceParameter<'custom' | 'gallery'>({
				displayName: 'Image Type',
				name: 'imageType',
				type: 'options',
				options: [
					{ name: 'Custom', value: 'custom' },
					{ name: 'Gallery', value: 'gallery' },
				],
				default: 'custom',
				description: 'Type of image that the policy uses',
			}),
		),
	},
);

const includeAssignments = booleanParameter({
	displayName: 'Include Assignments',
	name: 'includeAssignments',
	type: 'boolean',
	default: false,
	description: 'Whether to add the groups that the policy is assigned to',
});

/** https://learn.microsoft.com/graph/api/virtualendpoint-list-provisioningpolicies */
export const getManyProvisioningPolicies = defineOperation({
	resource: provisioningPolicy.value,
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many provisioning policies',
	description: 'Retrieve a list of provisioning policies with the image that each gives to new Cloud PCs',
	toolDescription:
		'List the Windows 365 provisioning policies with the image that each gives to new Cloud PCs. Image ID takes the ID of an image, Image Type custom or gallery, Display Name a part of the name.',
	access: 'read',
	api: 'v1.0',
	output: { ...provisioningPolicy.properties, assignments: { type: 'objects' } },
	parameters: { ...listLimits, filters: filtersParameter, options: optionsParameter({ includeAssignments }) },
	nothingFound: ({ filters }) =>
		nothingFound('provisioning policies', [
			inWords('name containing', filters.displayName),
			inWords('image', filters.imageId),
			inWords('image type', filters.imageType),
		]),
	async run({ values: { filters, options, ...limits }, graph }) {
		const query = options.includeAssignments ? { $expand: 'assignments' } : undefined;
		return await collect(graph.list(policiesPath, query), limits, (policy) =>
			// $filter of policies is documented and reported both ways, so it decides nothing (lifecycle contract 1.3).
			contains(policy.displayName, filters.displayName) &&
			equals(policy.imageId, filters.imageId) &&
			equals(policy.imageType, filters.imageType),
		);
	},
});
