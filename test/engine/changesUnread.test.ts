import { sampleImageIds, sampleSources, type Fault } from '../graph-server';
import { type NodeRun } from './engine';
import { byId, useNode } from './useNode';

const node = useNode({ settings: { uploadMs: 3_600_000 } });
const { graph, run, strike } = node;
const id = sampleImageIds.ready;
const sentOnce = { retryBudgetSeconds: 0 };

describe('a change whose image cannot be read afterwards', () => {
	const failed = sampleImageIds.notGeneralized;
	/** The faults that strike the read, and what the description says of them. */
	const reads: Array<[string, Fault, string]> = [
		['429', { status: 429, headers: { 'Retry-After': '3600' } }, 'asked to wait 3600 seconds'],
		['403', { status: 403 }, 'access denied'],
		['404', { status: 404 }, 'not found'],
		['500', { status: 500 }, 'temporarily unavailable (status 500)'],
	];

	const create = async (options: object) =>
		await run('create', {
			displayName: 'New',
			version: '1.0.0',
			sourceImageResourceId: byId(sampleSources.managed.resourceId),
			options,
		});
	const made = () => [...graph.tenant.images.values()].find(({ displayName }) => displayName === 'New');

	/** The change stands first; the image's ID and the reason follow. */
	function expectTold(result: NodeRun, message: string, imageId: string, reason: string): void {
		expect(result).toFailWith({
			message: `${message}, but the image could not be read afterwards`,
			description: expect.stringMatching(/^Don't run this again until you've checked the image/),
			context: { data: { imageId } },
		});
		expect(result.error?.description).toContain(imageId);
		expect(result.error?.description).toContain(reason);
	}

	it.each(reads)('is reported of Retry Upload, when the read fails with %s', async (status, fault, reason) => {
		strike(fault, { method: 'GET', times: Infinity });
		const result = await run('retryUpload', { imageId: byId(failed), options: sentOnce });
		expectTold(result, 'Retry upload of device image: the upload was started again', failed, reason);
		expect(result).toFailWith({ httpCode: status });
		expect(node).toHaveSent([`POST /beta#/${failed}/retryUpload 204`, `GET /beta#/${failed} ${status}`]);
		expect(graph.tenant.images.get(failed)?.status).toBe('pending');
	});

	it('is reported of Reupload', async () => {
		strike({ status: 500 }, { method: 'GET' });
		const result = await run('reupload', { imageId: byId(failed), options: sentOnce });
		expectTold(result, 'Reupload device image: the upload was started again', failed, 'status 500');
	});

	it('is reported of Update', async () => {
		graph.settings.patchAnswer = 204;
		strike({ status: 500 }, { method: 'GET' });
		const result = await run('update', { imageId: byId(id), updateFields: { displayName: 'Renamed' }, options: sentOnce });
		expectTold(result, 'Update device image: the change was made', id, 'status 500');
		expect(graph.tenant.images.get(id)?.displayName).toBe('Renamed');
	});

	it('is reported of Create that waits', async () => {
		strike({ status: 403 }, { method: 'GET' });
		const result = await create({ waitUntilReady: true });
		expectTold(result, 'Create device image: the image was created', String(made()?.id), 'access denied');
		expect(node).toHaveSent(['POST /v1.0# 201', `GET /v1.0#/${made()?.id} 403`]);
	});

	it('is reported of Create that waits until its time is up', async () => {
		strike({ status: 503 }, { method: 'GET', times: Infinity });
		const result = await create({ waitUntilReady: true, timeoutMinutes: 0.01 });
		expectTold(result, 'Create device image: the image was created', String(made()?.id), 'status 503');
	});

	it('has its ID in the item of Continue On Fail', async () => {
		strike({ status: 500 }, { method: 'GET' });
		const parameters = { imageId: byId(failed), options: sentOnce };
		const { items } = await run('retryUpload', parameters, { onError: 'continueRegularOutput' });
		expect(items[0]?.json).toMatchObject({
			error: expect.stringContaining('the upload was started again'),
			details: { imageId: failed, description: expect.stringContaining(failed) },
		});
	});
});
