import { deviceImagePath } from '../../graph/paths';
import { isAmbiguousWrite } from '../../graph/retry';
import { booleanParameter } from '../../parameters/boolean';
import { optionsParameter } from '../../parameters/options';
import { defineOperation } from '../operation';
import { lookAfterLost } from '../outcome';
import { withBlockingPolicies } from './blockingPolicies';
import { deleteErrors } from './deleteErrors';
import { imageIdParameter } from './imageId';
import { checkUnused } from './readUsage';
import { deviceImage } from './resource';

const onlyIfUnused = booleanParameter({
	displayName: 'Only If Unused',
	name: 'onlyIfUnused',
	type: 'boolean',
	default: false,
	description:
		'Whether to first check that no provisioning policy or agent pool uses the image. If the check is incomplete, nothing is deleted.',
});

/** https://learn.microsoft.com/graph/api/cloudpcdeviceimage-delete */
export const deleteDeviceImage = defineOperation({
	resource: deviceImage.value,
	value: 'delete',
	name: 'Delete',
	action: 'Delete device image',
	description: 'Delete a device image that no provisioning policy uses',
	toolDescription:
		'Permanently delete one Windows 365 custom device image. Windows 365 rejects it while a provisioning policy uses the image; the error names the policies. Device Image takes an ID, or in the mode By Name a name such as Finance 1.2.0.',
	access: 'write',
	api: 'v1.0',
	noun: deviceImage.noun,
	errorRules: deleteErrors,
	batches: true,
	output: { id: { type: 'id' }, deleted: { type: 'boolean' } },
	parameters: { imageId: imageIdParameter, options: optionsParameter({ onlyIfUnused }) },
	changes: ({ imageId }) => imageId.toLowerCase(),
	async run({ values: { imageId: id, options }, graph, beta }) {
		if (options.onlyIfUnused) await checkUnused({ graph, beta }, id);
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
