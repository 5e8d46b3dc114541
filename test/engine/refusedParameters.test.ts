import { sampleImageIds, sampleSources } from '../graph-server';
import { byId, useNode } from './useNode';

const node = useNode();
const { engine, output, run } = node;

const newImage = {
	displayName: 'Finance',
	version: '1.0.0',
	sourceImageResourceId: byId(sampleSources.managed.resourceId),
};


const managed = sampleSources.managed.resourceId;
it.each([
	['get', { imageId: byId('={{ "" }}') }, "'Device Image' is empty"],
	['delete', { imageId: byId('={{ "../policies" }}') }, "'Device Image' has the value '../policies'"],
	['create', { ...newImage, displayName: ' ' }, "'Display Name' is empty"],
	['create', { ...newImage, version: '1.0' }, "'Version' has the value '1.0'"],
	['create', { ...newImage, sourceImageResourceId: byId(`${managed}/x`) }, "'Source Image' has the value"],
	['update', { imageId: byId(sampleImageIds.free) }, "'Update Fields' is empty"],
	['retryUpload', { imageId: byId(sampleImageIds.free), options: { apiVersion: 'v1.0' } }, "'API Version'"],
	['get', { imageId: byId(sampleImageIds.free), output: 'selectedFields', fields: ['scopeIds'], options: { apiVersion: 'v1.0' } }, "which does not support 'scopeIds'"],
	['getAll', { limit: 0 }, "'Limit' has the value '0'"],
	['waitForStatus', { imageId: byId(sampleImageIds.free), options: { pollIntervalSeconds: 0 } }, "'Poll Interval (Seconds)'"],
	['get', { imageId: byId(sampleImageIds.free), options: { timeoutSeconds: 10_000_000 } }, "'Request Timeout (Seconds)'"],
	['get', { imageId: byId(sampleImageIds.free), options: { retryBudgetSeconds: 10_000_000 } }, "'Max Retry Time (Seconds)'"],
])('%s refuses %j, and sends nothing', async (operation, parameters, message) => {
	const result = await run(operation, parameters);
	expect(result).toFailWith(message);
	expect(result.error?.description).toBeTruthy();
	expect(result).toFailWith({ context: { itemIndex: 0 } });
	expect(node).not.toHaveSent();
});

it('Get takes a time limit with a fraction that a computer cannot hold exactly', async () => {
	const imageId = byId(sampleImageIds.ready);
	const options = { timeoutSeconds: 16.1, retryBudgetSeconds: 16.1 };
	expect(await output('get', { imageId, options })).toHaveLength(1);
});

it('a credential refuses a custom URL without https', async () => {
	engine.editCredential({ customGraphUrl: 'http://graph.example' });
	expect(await run('getAll')).toFailWith("'Graph URL' is 'http://graph.example'");
	expect(node).not.toHaveSent();
});
