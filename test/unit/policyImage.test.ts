import {
	cannotBeSet,
	imageFields,
	imageTypeOf,
	isGalleryImageId,
	sameImage,
	type TargetImage,
} from '../../nodes/CloudPcDeviceImage/images/policyImage';

const imageId = 'eb3ef21c-0000-4000-8000-00000000000a';
const galleryId = 'MicrosoftWindowsDesktop_windows-ent-cpc_win11-24H2-ent-cpc-m365';

const custom = (values: object): TargetImage => ({ imageType: 'custom', image: { id: imageId, displayName: 'Finance', version: '1.2.0', ...values } });
const gallery = (values: object): TargetImage => ({ imageType: 'gallery', image: { id: galleryId, displayName: 'Windows 11 Enterprise 24H2', ...values } });

describe('the ID of an image', () => {
	it.each([galleryId, galleryId.toLowerCase(), 'a_b_c', 'a_b_c_d'])('%s belongs to a gallery image', (id) => {
		expect(isGalleryImageId(id)).toBe(true);
		expect(imageTypeOf(id)).toBe('gallery');
	});

	it.each([imageId, imageId.toUpperCase()])('%s belongs to a custom image', (id) => {
		expect(isGalleryImageId(id)).toBe(false);
		expect(imageTypeOf(id)).toBe('custom');
	});

	it.each(['', 'a_b', 'a__c', '_b_c', 'a_b_', 'a b_c_d', 'a_b_c/d', 'Finance', `${imageId}0`, `x${imageId}`])('%j belongs to no image', (id) => {
		expect(imageTypeOf(id)).toBeUndefined();
	});
});

describe('a policy', () => {
	it('has an image whose ID and type are its own, in upper or lower case', () => {
		expect(sameImage({ imageId: imageId.toUpperCase(), imageType: 'Custom' }, custom({}))).toBe(true);
		expect(sameImage({ imageId: galleryId.toLowerCase(), imageType: 'gallery' }, gallery({}))).toBe(true);
	});

	it.each([
		[{ imageId, imageType: 'gallery' }],
		[{ imageId }],
		[{ imageId: null, imageType: 'custom' }],
		[{ imageId: imageId.replace('a', 'b'), imageType: 'custom' }],
		[{}],
	])('with %j does not have the custom image', (policy) => {
		expect(sameImage(policy, custom({}))).toBe(false);
	});

	it('gets the ID, the type and the name of an image, as Graph has them', () => {
		expect(imageFields(custom({}))).toEqual({ imageId, imageType: 'custom', imageDisplayName: 'Finance' });
		expect(imageFields(gallery({}))).toEqual({ imageId: galleryId, imageType: 'gallery', imageDisplayName: 'Windows 11 Enterprise 24H2' });
	});

	it.each([null, undefined, '', ' '])('gets the ID as the name of an image that is called %j', (displayName) => {
		expect(imageFields(custom({ displayName })).imageDisplayName).toBe(imageId);
		expect(imageFields(gallery({ displayName })).imageDisplayName).toBe(galleryId);
	});

	it('that has got an image has that image', () => {
		for (const target of [custom({}), gallery({})]) expect(sameImage(imageFields(target), target)).toBe(true);
	});
});

describe('setting an image', () => {
	it('may be done with a ready custom image', () => {
		expect(cannotBeSet(custom({ status: 'ready' }))).toBeUndefined();
	});

	it.each(['supported', 'supportedWithWarning', 'unknownFutureValue', null, undefined])('may be done with a gallery image that is %s', (status) => {
		expect(cannotBeSet(gallery({ status }))).toBeUndefined();
	});

	it.each([
		[{ status: 'pending' }, "Device image 'Finance 1.2.0' is still pending", 'Wait for Status'],
		[{ status: 'failed', errorCode: 'sourceImageNotGeneralized' }, "Device image 'Finance 1.2.0' failed to upload: sourceImageNotGeneralized", 'sysprep'],
		[{ status: 'failed' }, "Device image 'Finance 1.2.0' failed to upload", 'Retry Upload'],
		[{ status: 'warning' }, "Device image 'Finance 1.2.0' has the status 'warning' instead of ready", 'Intune'],
		[{ status: 'Ready' }, "Device image 'Finance 1.2.0' has the status 'Ready' instead of ready", 'Intune'],
		[{ status: 'unknownFutureValue' }, "Device image 'Finance 1.2.0' does not show its status", 'Intune'],
		[{ status: null }, "Device image 'Finance 1.2.0' does not show its status", 'Intune'],
		[{}, "Device image 'Finance 1.2.0' does not show its status", 'Intune'],
	])('is refused for a custom image with %j, with what to do', (values, message, remedy) => {
		const refusal = cannotBeSet(custom(values));
		expect(refusal?.message).toBe(message);
		expect(refusal?.description).toContain(remedy);
		expect(refusal?.description).toContain(imageId);
	});

	it('is refused for a gallery image that is not supported, with what to do', () => {
		const refusal = cannotBeSet(gallery({ status: 'notSupported' }));
		expect(refusal?.message).toBe("Gallery image 'Windows 11 Enterprise 24H2' is no longer supported");
		expect(refusal?.description).toContain('Choose a newer gallery image');
	});
});
