import * as fc from 'fast-check';

import { isSameImage, packImage, unpackImage } from '../../nodes/CloudPcDeviceImage/trigger/savedImage';
import { findStatusChanges } from '../../nodes/CloudPcDeviceImage/trigger/statusChanges';
import { sampleImage } from '../../nodes/CloudPcDeviceImage/trigger/testEvent';
import { propertyRuns } from '../propertyRuns';

const compared = {
	status: 'ready',
	errorCode: null,
	osStatus: 'supported',
	expirationDate: '2028-04-11',
	lastModifiedDateTime: '2026-11-03T07:03:44.9712345Z',
	version: '1.0.0',
	displayName: 'Sales | North',
};

const text = fc.option(fc.string({ unit: 'binary', maxLength: 400 }));

describe('what the trigger keeps of an image', () => {
	it('is the values that it compares, whole', () => {
		expect(unpackImage(packImage({ ...sampleImage, ...compared }))).toEqual(compared);
	});

	it('comes back from JSON as it was packed, for any text', () => {
		fc.assert(
			fc.property(fc.record({ status: text, displayName: text, version: text, osStatus: text }), (image) => {
				const packed = JSON.parse(JSON.stringify(packImage(image))) as ReturnType<typeof packImage>;
				expect(isSameImage(image, packed)).toBe(true);
				expect(packImage(unpackImage(packed))).toEqual(packed);
				expect(JSON.stringify(packed).isWellFormed()).toBe(true);
			}),
			propertyRuns(),
		);
	});

	it('does not grow with what answers in place of Graph', () => {
		const endless = '😀'.repeat(100_000);
		const packed = packImage({ ...compared, displayName: endless, status: endless });
		expect(Buffer.byteLength(JSON.stringify(packed))).toBeLessThan(2_000);
	});

	it('takes at most 5 KB for the 20 images that a tenant can hold', () => {
		const displayName = 'Windows 11 Enterprise 24H2 Finance and Accounting';
		const images = Array.from({ length: 20 }, (_, index) => ({ ...compared, id: `${index}`.padStart(36, '0'), displayName }));
		const state = Object.fromEntries(images.map((image) => [image.id, packImage(image)]));
		expect(Buffer.byteLength(JSON.stringify(state))).toBeLessThan(5_000);
	});
});

describe('a state in the form of versions before 0.2', () => {
	const line = 'pending||supported|2028-04-11|2026-11-03T07:03:44.9712345Z|1.0.0|Sales / North';
	const scope = { connection: 'c', imageIds: [], events: ['ready' as const], expiresWithinDays: 30 };
	const saved = { scope, readAt: 1, images: { a: line } };
	const poll = { scope, startedAt: 2, readAt: 3, goneIds: [], emitExisting: false };

	it('is read, so that a change since then is emitted', () => {
		const found = findStatusChanges(saved, { ...poll, images: [{ ...compared, id: 'a' }] });
		expect(found?.events).toMatchObject([{ event: 'ready', previous: { status: 'pending', displayName: 'Sales / North' } }]);
	});

	it('is saved anew in the present form, without an event for an image that is the same', () => {
		const found = findStatusChanges(saved, { ...poll, images: [{ ...compared, status: 'pending', id: 'a' }] });
		expect(found?.events).toEqual([]);
		expect(found?.state.images.a).toEqual(['pending', null, 'supported', '2028-04-11', compared.lastModifiedDateTime, '1.0.0', 'Sales | North']);
	});
});
