import type { GraphEntity } from '../../graph/client';
import { policyKind, readEntityId } from '../../parameters/entityId';
import { collectionParameter } from '../../parameters/collection';
import { dateTimeParameter } from '../../parameters/dateTime';
import { optional, type Parameter } from '../../parameters/parameter';
import { optionalText } from '../../parameters/text';
import { equals } from '../clientFilters';

/** The collection `filters` of Get Many. */
export const filtersParameter = collectionParameter(
	{ displayName: 'Filters', name: 'filters', type: 'collection', placeholder: 'Add filter', default: {} },
	{
		imageDisplayName: optionalText(
			{
				displayName: 'Image Name',
				name: 'imageDisplayName',
				type: 'string',
				default: '',
				placeholder: 'e.g. Finance Windows 11',
				description: 'Exact name of the image at provisioning. Not case-sensitive.',
			},
			'Finance Windows 11',
		),
		policyId: optional({
			property: {
				displayName: 'Policy ID',
				name: 'policyId',
				type: 'string',
				default: '',
				placeholder: 'e.g. 2c0f4c52-9f7e-4b0e-8d2b-6f0a3f1d9b10',
				description: 'ID of the provisioning policy that created the Cloud PC',
			},
			read: (raw) => readEntityId(policyKind, 'Policy ID', raw),
		}),
		provisionedBefore: dateTimeParameter({
			displayName: 'Provisioned Before',
			name: 'provisionedBefore',
			type: 'dateTime',
			default: '',
			placeholder: 'e.g. 2026-11-25T08:00:00Z',
			description: 'Only Cloud PCs that were last provisioned before this time, such as the time when the image changed',
		}),
		status: optionalText(
			{
				displayName: 'Status',
				name: 'status',
				type: 'string',
				default: '',
				placeholder: 'e.g. provisioned',
				description: 'Status of the Cloud PC, as Microsoft Graph returns it',
			},
			'provisioned',
		),
	},
);

type Filters = typeof filtersParameter extends Parameter<infer T> ? T : never;

/** Whether a time lies before a limit; a Cloud PC without a readable time is not shown to be old. */
const isBefore = (text: unknown, limit: string | undefined): boolean =>
	limit === undefined || (typeof text === 'string' && Date.parse(text) > 0 && Date.parse(text) < Date.parse(limit));

/** Returns whether a Cloud PC fits the filters. */
export const fitsFilters =
	({ imageDisplayName, policyId, provisionedBefore, status }: Filters) =>
	(cloudPc: GraphEntity): boolean =>
		equals(cloudPc.imageDisplayName, imageDisplayName) &&
		equals(cloudPc.provisioningPolicyId, policyId) &&
		equals(cloudPc.status, status) &&
		isBefore(cloudPc.provisionedDateTime, provisionedBefore);
