import { imageProperties } from '../../nodes/CloudPcDeviceImage/images/deviceImage';
import { triggerEvents } from '../../nodes/CloudPcDeviceImage/trigger/events';
import { comparedProperties } from '../../nodes/CloudPcDeviceImage/trigger/savedImage';
import { failure, saved, useTrigger } from './useTrigger';

const { activate, addFinance, change, node } = useTrigger();
const { graph, strike } = node;

describe('Fetch Test Event', () => {
	it('shows the newest image that fits, and leaves the state alone', async () => {
		const invalid = { status: 'failed', errorCode: 'sourceImageInvalid' };
		graph.tenant.addImage({ ...invalid, displayName: 'Older', lastModifiedDateTime: '2026-01-01T00:00:00Z' });
		graph.tenant.addImage({ ...invalid, displayName: 'Newer', lastModifiedDateTime: '2026-02-01T00:00:00Z' });
		graph.tenant.addImage({ displayName: 'Newest', status: 'ready' });
		const manual = activate({ events: ['failed'] }, {}, { mode: 'manual' });
		expect(await manual.items()).toEqual([
			expect.objectContaining({
				event: 'failed',
				image: expect.objectContaining({ displayName: 'Newer' }),
				previous: expect.objectContaining({ status: 'pending' }),
				explanation: expect.any(String),
				remedy: expect.any(String),
			}),
		]);
		expect(manual.staticData).toEqual({});
	});

	it('leaves a state alone that is there, so that nothing is lost', async () => {
		const id = addFinance();
		const activation = activate();
		await activation.poll();
		change(id, failure);
		const before = saved(activation);
		const manual = activate({}, activation.staticData, { mode: 'manual' });
		expect(await manual.poll()).toEqual(expect.arrayContaining(['failed Finance']));
		expect(manual.staticData).toEqual(before);
		expect(await activation.poll()).toEqual(['failed Finance']);
	});

	it('shows a sample of every chosen event, with every field, when no image fits', async () => {
		const manual = activate({ events: [...triggerEvents] }, {}, { mode: 'manual' });
		const items = await manual.items();
		expect(items.map(({ event }) => event)).toEqual(triggerEvents);
		for (const { event, image, previous, detectedAt } of items) {
			expect(Object.keys(Object(image)).sort()).toEqual([...imageProperties].sort());
			expect([event, previous && Object.keys(previous).sort()]).toEqual([
				event,
				event === 'created' ? null : [...comparedProperties].sort(),
			]);
			expect(detectedAt).toMatch(/^\d{4}-.*Z$/);
		}
		expect(items).toEqual(
			expect.arrayContaining([
				expect.objectContaining({ event: 'failed', explanation: expect.any(String), remedy: expect.any(String) }),
				expect.objectContaining({ event: 'expiring', expired: true }),
				expect.objectContaining({
					event: 'warning',
					image: expect.objectContaining({ status: 'warning' }),
					previous: expect.objectContaining({ status: 'pending' }),
				}),
			]),
		);
	});

	it('says what is wrong when Graph cannot be asked', async () => {
		strike({ status: 403 }, { times: 99 });
		const manual = activate({}, {}, { mode: 'manual' });
		await expect(manual.poll()).rejects.toThrow('CloudPC.Read.All');
	});
});
