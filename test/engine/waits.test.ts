import { sampleImageIds, sampleSources } from '../graph-server';
import { byId, useNode } from './useNode';

const { requests, run, strike } = useNode();
const options = { pollIntervalSeconds: 1, timeoutMinutes: 1, waitUntilReady: true };

const waits: Record<string, [operation: string, parameters: object]> = {
	'Wait for Status': ['waitForStatus', { imageId: byId(sampleImageIds.ready), options }],
	'Create with Wait Until Ready': [
		'create',
		{ displayName: 'New', version: '1.0.0', sourceImageResourceId: byId(sampleSources.managed.resourceId), options },
	],
};

const looks = (): number => requests().filter(({ method }) => method === 'GET').length;

describe.each(Object.entries(waits))('%s', (_, [operation, parameters]) => {
	it.each([400, 401, 403, 409, 501])('ends at once with %i', async (status) => {
		strike({ status }, { method: 'GET', times: Infinity });
		expect(await run(operation, parameters)).toFailWith({ httpCode: String(status) });
		expect(looks()).toBe(status === 401 ? 2 : 1);
	});
});

it('Wait for Status ends at once with the 404 of an image that is not new', async () => {
	strike({ status: 404 }, { method: 'GET', times: Infinity });
	const imageId = byId(sampleImageIds.ready);
	expect(await run('waitForStatus', { imageId, options })).toFailWith({ httpCode: '404' });
	expect(looks()).toBe(1);
});
