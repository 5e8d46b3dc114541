import { policyPath } from '../../graph/paths';
import { ImageRefusal } from '../../images/imageRefusal';
import { sameImage } from '../../images/policyImage';
import { imageKey, type ImageChoice } from '../../images/usage';
import { optionsParameter } from '../../parameters/options';
import { optional } from '../../parameters/parameter';
import { defineOperation } from '../operation';
import { changeImage, imageOf } from './changeImage';
import { imageParameter, readAnyImageId, readTarget } from './image';
import { policyIdParameter } from './policyId';
import { provisioningPolicy } from './resource';
import { setImageErrors } from './setImageErrors';

const onlyIfImageIs = optional({
	property: {
		displayName: 'Only If Image Is',
		name: 'onlyIfImageIs',
		type: 'string' as const,
		default: '',
		placeholder: 'e.g. 2c0f4c52-9f7e-4b0e-8d2b-6f0a3f1d9b10',
		description: 'ID of the image that the policy must still have. If it has another one, the node stops and changes nothing.',
	},
	read: (raw: unknown) => readAnyImageId('Only If Image Is', raw),
});

/** https://learn.microsoft.com/graph/api/cloudpcprovisioningpolicy-update */
export const setImageOfProvisioningPolicy = defineOperation({
	resource: provisioningPolicy.value,
	value: 'setImage',
	name: 'Set Image',
	action: 'Set image of provisioning policy',
	description: 'Change the image that a provisioning policy gives to new Cloud PCs (existing Cloud PCs keep theirs)',
	toolDescription:
		'Change the image that a Windows 365 provisioning policy gives to new Cloud PCs. Existing Cloud PCs keep theirs. Provisioning Policy and Image take an ID, or in the mode By Name a name such as Finance 1.2.0. To roll back, set previousImage.imageId of the output.',
	access: 'write',
	api: 'v1.0',
	noun: provisioningPolicy.noun,
	errorRules: setImageErrors,
	batches: true,
	output: { ...provisioningPolicy.properties, changed: { type: 'boolean' }, previousImage: { type: 'object' } },
	parameters: {
		policyId: policyIdParameter,
		image: imageParameter,
		options: optionsParameter({ onlyIfImageIs }),
	},
	changes: ({ policyId }) => policyId.toLowerCase(),
	async run({ values: { policyId, image, options }, graph, beta, clock }) {
		const target = await readTarget({ graph, beta }, image);
		const policy = { ...(await graph.get(policyPath(policyId))), id: policyId };
		const previousImage = imageOf(policy);
		if (options.onlyIfImageIs !== undefined && imageKey(previousImage.imageId ?? '') !== imageKey(options.onlyIfImageIs)) {
			throw new ImageRefusal(
				`The policy no longer has the image that 'Only If Image Is' names`,
				`It has '${previousImage.imageDisplayName ?? 'no image'}' (${previousImage.imageId ?? 'none'}). Nothing was changed.`,
			);
		}
		if (sameImage(policy as ImageChoice, target)) return [{ ...policy, changed: false, previousImage }];
		const after = await changeImage({ graph, clock, policy, target });
		return [{ ...after, changed: true, previousImage }];
	},
});
