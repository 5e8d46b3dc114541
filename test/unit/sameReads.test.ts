import { operations } from '../../nodes/CloudPcDeviceImage/operations';
import type { Call } from '../../nodes/CloudPcDeviceImage/operations/itemRunner';
import { withoutSameReads } from '../../nodes/CloudPcDeviceImage/operations/sameReads';

const callsOf = (...names: string[]): Call[] =>
	names.map((name, item) => ({
		item,
		operation: operations.find(({ resource, value }) => resource === 'deviceImage' && value === name),
		values: { imageId: 'x', options: {} },
		version: 'v1.0',
		authentication: 'oAuth2',
	})) as unknown as Call[];

const itemsOf = (...names: string[]): number[] => withoutSameReads(callsOf(...names)).calls.map(({ item }) => item);

describe('reads that ask for the same as an earlier item', () => {
	it('are left out', () => {
		expect(itemsOf('get', 'get', 'waitForStatus', 'get')).toEqual([0, 2]);
	});

	it('are made again after a change', () => {
		expect(itemsOf('get', 'get', 'update', 'get', 'get')).toEqual([0, 2, 3]);
	});

	it('are made again with another version or credential', () => {
		const calls = callsOf('get', 'get', 'get');
		Object.assign(calls[1] ?? {}, { version: 'beta' });
		Object.assign(calls[2] ?? {}, { authentication: 'managedIdentity' });
		expect(withoutSameReads(calls).calls).toHaveLength(3);
	});

	it('leave out no change', () => {
		expect(itemsOf('delete', 'delete')).toEqual([0, 1]);
	});
});
