import { imageLocator } from '../fields/imageLocator';
import { optionsField } from '../fields/optionsField';
import { deviceImagePath } from '../graph/paths';
import { checkImageId } from './checks';
import { deleteErrors } from './deviceImage/deleteErrors';
import type { Operation } from './operation';

/** https://learn.microsoft.com/graph/api/cloudpcdeviceimage-delete */
export const deleteDeviceImage: Operation = {
	resource: 'deviceImage',
	value: 'delete',
	name: 'Delete',
	action: 'Delete device image',
	description: 'Delete a device image that no provisioning policy uses',
	permission: 'CloudPC.ReadWrite.All',
	noun: 'device image',
	errorRules: deleteErrors,
	autoVersion: 'v1.0',
	batches: true,
	fields: [imageLocator, optionsField()],
	async run({ values, graph }) {
		const id = checkImageId(values.imageId);
		const path = deviceImagePath(id);
		await graph.delete(path).catch(async (error: unknown) => {
			const { isOutcomeUnknown, lookAfterLost } = await import('./outcome');
			if (isOutcomeUnknown(error)) {
				const image = await lookAfterLost(error, async () => await graph.find(path));
				if (!image) return;
			}
			const { withPoliciesInTheWay } = await import('./policiesInTheWay');
			throw await withPoliciesInTheWay(graph, id, error);
		});
		return [{ id, deleted: true }];
	},
};
