import { useNode } from './useNode';

const node = useNode({ seed: 'empty' });
const { graph, output, run } = node;
const byName = (value: string) => ({ __rl: true, mode: 'name', value });
const list = 'GET /v1.0# $select=id,displayName,version,status 200';

const add = (displayName: string, version: string): string => graph.tenant.addImage({ displayName, version, status: 'ready' }).id;

describe('an image by its name', () => {
	it.each(['Finance', 'finance', ' FINANCE 1.0.0 '])('is found as %j', async (name) => {
		const id = add('Finance', '1.0.0');
		add('Finance Kiosk', '1.0.0');
		expect(await output('get', { imageId: byName(name) })).toMatchObject([{ id }]);
	});

	it('and version is found among several versions', async () => {
		const ids = ['1.0.0', '1.0.10'].map((version) => add('Finance', version));
		expect(await output('get', { imageId: byName('Finance 1.0.10') })).toMatchObject([{ id: ids[1] }]);
	});

	it('that several have is an error that lists them, and nothing is done', async () => {
		const ids = ['1.0.0', '1.0.1'].map((version) => add('Finance', version));
		const result = await run('delete', { imageId: byName('finance') });
		expect(result).toFailWith({
			message: "'Device Image' has the value 'finance', which is the name of 2 device images",
			description: expect.stringContaining(`Finance 1.0.0 (ready), ID ${ids[0]}; Finance 1.0.1 (ready), ID ${ids[1]}`),
		});
		expect(node).toHaveSent([list]);
	});

	it('that none has is an error that lists what there is', async () => {
		const id = add('Finance', '1.0.0');
		expect(await run('get', { imageId: byName('Finanz') })).toFailWith({
			message: "'Device Image' has the value 'Finanz', which is not the name of any of the device images",
			description: expect.stringContaining(`Finance 1.0.0 (ready), ID ${id}`),
		});
	});

	it('in a tenant without images says that there are none', async () => {
		expect(await run('get', { imageId: byName('Finance') })).toFailWith({ description: expect.stringContaining('There are no device images') });
	});

	it('costs one list request for all items, and they travel together', async () => {
		const ids = ['1.0.0', '1.0.1', '1.0.2'].map((version) => add('Finance', version));
		const names = ['1.0.0', '1.0.1', '1.0.2'].map((version) => ({ name: `Finance ${version}` }));
		const images = await output('get', { imageId: byName('={{ $json.name }}') }, { input: names });
		expect(images.map(({ id }) => id)).toEqual(ids);
		expect(node.trips()).toHaveLength(2);
		expect(node.trips()[1]).toContain('$batch with 3');
	});

	it('that is none fails only its own item where the user wants the others', async () => {
		const id = add('Finance', '1.0.0');
		const input = [{ name: 'Finance' }, { name: 'none' }];
		const items = await output('delete', { imageId: byName('={{ $json.name }}') }, { input, onError: 'continueRegularOutput' });
		expect(items).toMatchObject([{ id, deleted: true }, { error: expect.stringContaining("'none'") }]);
	});

	it('that names the same image twice deletes it once', async () => {
		const id = add('Finance', '1.0.0');
		const input = [{ name: 'Finance' }, { name: 'FINANCE 1.0.0' }];
		const items = await output('delete', { imageId: byName('={{ $json.name }}') }, { input, onError: 'continueRegularOutput' });
		expect(items).toMatchObject([{ id, deleted: true }, { error: expect.stringContaining('not found') }]);
	});

	it('may also be its ID, as models enter one', async () => {
		const id = add('Finance', '1.0.0');
		expect(await output('get', { imageId: byName(id) })).toMatchObject([{ id }]);
		expect(node).toHaveSent(1);
	});

	it('that is empty is refused before anything is sent', async () => {
		expect(await run('get', { imageId: byName(' ') })).toFailWith("'Device Image' is empty");
		expect(node).not.toHaveSent();
	});

	it('in a list that cannot be read is told as that', async () => {
		node.strike({ status: 403 });
		expect(await run('get', { imageId: byName('Finance') })).toFailWith({ httpCode: '403' });
	});
});
