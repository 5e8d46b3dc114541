import { deviceImagePath } from '../../graph/paths';
import { isAmbiguousWrite } from '../../graph/retry';
import { optionsParameter } from '../../parameters/options';
import { defineOperation } from '../operation';
import { lookAfterLost } from '../outcome';
import { withBlockingPolicies } from './blockingPolicies';
import { deleteErrors } from './deleteErrors';
import { imageIdParameter } from './imageId';
import { deviceImage } from './resource';

/** https://learn.microsoft.com/graph/api/cloudpcdeviceimage-delete */
export const deleteDeviceImage = defineOperation({
	resource: deviceImage.value,
	value: 'delete',
	name: 'Delete',
	action: 'Delete device image',
	description: 'Delete a device image that no provisioning policy uses',
	toolDescription:
		'Delete one Windows 365 custom device image for good. Windows 365 rejects it while a provisioning policy uses the image; the error names the policies. Device Image takes an ID, or in the mode By Name a name such as Finance 1.2.0.',
	access: 'write',
	api: 'v1.0',
	noun: deviceImage.noun,
	errorRules: deleteErrors,
	batches: true,
	output: { id: { type: 'id' }, deleted: { type: 'boolean' } },
	parameters: { imageId: imageIdParameter, options: optionsParameter({}) },
	changes: ({ imageId }) => imageId.toLowerCase(),
	async run({ values: { imageId: id }, graph }) {
		const path = deviceImagePath(id);
		await graph.delete(path).catch(async (error: unknown) => {
			if (isAmbiguousWrite(error)) {
				const image = await lookAfterLost(error, async () => await graph.find(path));
				if (!image) return;
			}
			throw await withBlockingPolicies(graph, id, error);
		});
		return [{ id, deleted: true }];
	},
});
