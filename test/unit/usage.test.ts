import { ImageRefusal } from '../../nodes/CloudPcDeviceImage/images/imageRefusal';
import { findUsage, isUsed, knownUse, type AgentPool, type Policy } from '../../nodes/CloudPcDeviceImage/images/usage';

const imageId = 'eb3ef21c-0000-4000-8000-00000000000a';
const otherId = 'eb3ef21c-0000-4000-8000-00000000000b';
const galleryId = 'MicrosoftWindowsDesktop_windows-ent-cpc_win11-24h2-ent-cpc';

const policy = (values: Partial<Policy>): Policy => ({ id: 'p', displayName: 'Finance', imageId, imageType: 'custom', ...values });
const pool = (cloudPcConfiguration: AgentPool['cloudPcConfiguration']): AgentPool => ({ id: 'a', displayName: 'Agents', cloudPcConfiguration });

describe('the use of an image', () => {
	it('is every policy and pool with its ID, in upper or lower case', () => {
		const policies = [policy({ imageId: imageId.toUpperCase() }), policy({ id: 'q', displayName: null }), policy({ id: 'r', imageId: otherId })];
		const usedBy = knownUse(findUsage(policies, [pool({ imageId: ` ${imageId}`, imageType: 'Custom' })]));
		const used = {
			policies: [
				{ id: 'p', displayName: 'Finance' },
				{ id: 'q', displayName: null },
			],
			agentPools: [{ id: 'a', displayName: 'Agents' }],
		};
		expect(usedBy(imageId)).toEqual(used);
		expect(usedBy(imageId.toUpperCase())).toEqual(used);
		expect(usedBy(otherId)).toEqual({ policies: [{ id: 'r', displayName: 'Finance' }], agentPools: [] });
	});

	it('is none where nothing has its ID', () => {
		const none = knownUse(findUsage([policy({ imageId: otherId })], []))(imageId);
		expect(none).toEqual({ policies: [], agentPools: [] });
		expect(isUsed(none)).toBe(false);
		expect(isUsed({ policies: [], agentPools: [{ id: 'a', displayName: null }] })).toBe(true);
		expect(isUsed({ policies: [{ id: 'p', displayName: null }], agentPools: [] })).toBe(true);
	});

	it.each([galleryId, '', null, undefined])('is not touched by a gallery image with the ID %j', (id) => {
		const gallery = { imageId: id, imageType: 'Gallery' };
		expect(isUsed(knownUse(findUsage([policy(gallery)], [pool(gallery)]))(imageId))).toBe(false);
	});

	it.each(['gallery', 'unknownFutureValue', 'custom', null, undefined])('counts its ID beside the type %j', (imageType) => {
		expect(isUsed(knownUse(findUsage([policy({ imageType })], []))(imageId))).toBe(true);
	});

	const unclear = [
		{ imageId: null, imageType: 'custom' },
		{ imageId: ' ', imageType: 'custom' },
		{ imageType: 'custom' },
		{ imageId: galleryId, imageType: 'custom' },
	{ imageId: 'automatic', imageType: 'custom' },
		{ imageId: null, imageType: 'unknownFutureValue' },
		{ imageId: galleryId, imageType: null },
		{},
	];

	it.each(unclear)('is unknown for every image beside the policy %j', (choice) => {
		const usage = findUsage([policy({ imageId: otherId }), { id: 'q', displayName: 'Sales', ...choice }], []);
		expect(usage).toEqual({ isKnown: false, reason: "Provisioning policy 'Sales' does not show which image it uses" });
	});

	it.each([...unclear, null, undefined])('is unknown for every image beside a pool with %j', (choice) => {
		expect(findUsage([], [pool(choice)])).toEqual({ isKnown: false, reason: "Agent pool 'Agents' does not show which image it uses" });
	});

	it('that is unknown has nothing to ask, and is refused with its reason', () => {
		const usage = findUsage([policy({ displayName: null, imageId: null })], []);
		// @ts-expect-error: without a look at isKnown this must not compile
		expect(usage.usedBy).toBeUndefined();
		const refusal = (() => {
			try {
				return knownUse(usage);
			} catch (error) {
				return error;
			}
		})();
		expect(refusal).toBeInstanceOf(ImageRefusal);
		expect(refusal).toMatchObject({
			message: expect.stringContaining("It isn't known which device images are in use"),
			description: expect.stringContaining("Provisioning policy 'p' does not show which image it uses. "),
		});
	});
});
