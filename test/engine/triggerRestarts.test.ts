import { saved, useTrigger } from './useTrigger';

const { activate, addFinance, change, node } = useTrigger();
const { restartN8n } = node;

describe('after a restart of n8n', () => {
	it('between pending and failed, the failure is emitted once', async () => {
		const id = addFinance('ready');
		const first = activate({ events: ['failed'] });
		await first.poll();
		const database = saved(first);
		change(id, { status: 'pending' });
		expect(await first.poll()).toEqual([]);
		change(id, { status: 'failed' });
		await restartN8n();
		const second = activate({ events: ['failed'] }, database, { activation: 'init' });
		expect(await second.poll()).toEqual(['failed Finance']);
		expect(await second.poll()).toEqual([]);
	});

	it('with a state that lacks an image, a failure that was emitted before is not emitted twice', async () => {
		const first = activate({ events: ['failed'] });
		await first.poll();
		const id = addFinance();
		await first.poll();
		change(id, { status: 'failed' });
		expect(await first.poll()).toEqual(['failed Finance']);
		await restartN8n();
		const second = activate({ events: ['failed'] }, saved(first), { activation: 'init' });
		expect(await second.poll()).toEqual([]);
	});

	it('with a state that is older than an image which is ready now, the image became ready', async () => {
		const first = activate({ events: ['ready'] });
		await first.poll();
		const database = saved(first);
		const id = addFinance();
		await first.poll();
		change(id, { status: 'ready' });
		await restartN8n();
		const second = activate({ events: ['ready'] }, database, { activation: 'init' });
		expect(await second.poll()).toEqual(['ready Finance']);
	});
});
