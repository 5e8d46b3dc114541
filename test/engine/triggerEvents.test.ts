import { failure, useTrigger } from './useTrigger';

const { activate, addFinance, change, node } = useTrigger();
const { graph, setTime } = node;
const dayMs = 86_400_000;

describe('an event', () => {
	it('of a status is emitted each time: failed, pending and failed again is two failures', async () => {
		const id = addFinance();
		const activation = activate({ events: ['failed'] });
		await activation.poll();
		const emitted: string[][] = [];
		for (const status of ['failed', 'failed', 'pending', 'failed']) {
			change(id, status === 'failed' ? failure : { status, errorCode: null });
			emitted.push(await activation.poll());
			emitted.push(await activation.poll());
		}
		expect(emitted.flat()).toEqual(['failed Finance', 'failed Finance', 'failed Finance']);
	});

	it('of an upload between two polls is emitted as such', async () => {
		const { id } = graph.tenant.addImage({ displayName: 'Finance', status: 'ready', expirationDate: '2028-04-11' });
		const activation = activate({ events: ['ready', 'statusChanged'] });
		await activation.poll();
		change(id, { osStatus: 'supported', expirationDate: '2029-04-11' });
		const previous = expect.objectContaining({ status: 'ready', expirationDate: '2028-04-11' });
		expect(await activation.items()).toEqual([
			expect.objectContaining({ event: 'ready', reuploaded: true, previous }),
			expect.objectContaining({ event: 'statusChanged', reuploaded: true, previous }),
		]);
		expect(await activation.poll()).toEqual([]);
	});

	it('of a status that nobody knows yet, and of the OS status, is emitted', async () => {
		const { id } = graph.tenant.addImage({ displayName: 'Finance', osStatus: 'supported' });
		const activation = activate({ events: ['ready', 'statusChanged', 'osStatusChanged'] });
		await activation.poll();
		change(id, { status: 'quarantined' });
		expect(await activation.poll()).toEqual(['statusChanged Finance']);
		change(id, { status: 'ready', osStatus: 'supportedWithWarning' });
		expect(await activation.items()).toEqual([
			expect.objectContaining({ event: 'ready', previous: expect.objectContaining({ status: 'quarantined' }) }),
			expect.objectContaining({ event: 'statusChanged' }),
			expect.objectContaining({
				event: 'osStatusChanged',
				image: expect.objectContaining({ osStatus: 'supportedWithWarning' }),
				previous: expect.objectContaining({ osStatus: 'supported' }),
			}),
		]);
		expect(await activation.poll()).toEqual([]);
	});

	it('of an expiry is emitted with the day on which the time begins, and with the day itself', async () => {
		const start = Date.now();
		const expirationDate = new Date(start + 20 * dayMs).toISOString().slice(0, 10);
		graph.tenant.addImage({ displayName: 'Finance', status: 'ready', expirationDate });
		const activation = activate({ events: ['expiring'], options: { expiresWithinDays: 10 } });
		const emitted: object[] = [];
		for (let day = 0; day <= 22; day++) {
			setTime(start + day * dayMs);
			emitted.push(...(await activation.items()).map(({ event, expired }) => ({ event, expired, day })));
		}
		expect(emitted).toEqual([
			{ event: 'expiring', expired: false, day: 10 },
			{ event: 'expiring', expired: true, day: 20 },
		]);
	});
});
