import { cloudPcsPath } from '../../graph/paths';
import { listLimits } from '../../parameters/listLimits';
import { optionsParameter } from '../../parameters/options';
import { collect } from '../collect';
import { inWords, nothingFound } from '../nothingFound';
import { defineOperation } from '../operation';
import { filtersParameter, fitsFilters } from './filters';
import { cloudPc } from './resource';

/** https://learn.microsoft.com/graph/api/virtualendpoint-list-cloudpcs?view=graph-rest-beta */
export const getManyCloudPcs = defineOperation({
	resource: cloudPc.value,
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many Cloud PCs',
	description: 'Retrieve a list of Cloud PCs with the image that each was provisioned from',
	toolDescription:
		'List the Cloud PCs of Windows 365 with user, status, provisioning policy, and the name of the image each was provisioned from. Provisioned Before takes a date and time such as 2026-11-25T08:00:00Z; Policy ID and Image Name narrow the list.',
	access: 'read',
	api: 'beta',
	parameters: { ...listLimits, filters: filtersParameter, options: optionsParameter({}) },
	needsBeta: ({ filters }) =>
		filters.status !== undefined
			? { what: 'status', parameter: 'Filters' }
			: filters.provisionedBefore !== undefined
				? { what: 'provisionedDateTime', parameter: 'Filters' }
				: undefined,
	nothingFound: ({ filters }) =>
		nothingFound('Cloud PCs', [
			inWords('policy', filters.policyId),
			inWords('image', filters.imageDisplayName),
			inWords('status', filters.status),
			inWords('provisioned before', filters.provisionedBefore),
		]),
	async run({ values: { filters, ...limits }, graph }) {
		return await collect(graph.list(cloudPcsPath), limits, fitsFilters(filters));
	},
});
