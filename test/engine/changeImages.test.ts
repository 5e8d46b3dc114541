import { sampleImageIds } from '../graph-server';
import { imagesPath } from './requestLines';
import { byId, jsonOf, useNode } from './useNode';

const node = useNode();
const { graph, output, run, runEach } = node;

it('Delete deletes, and says so', async () => {
	const deleted = await output('delete', { imageId: byId(sampleImageIds.free) });
	expect(deleted).toEqual([{ id: sampleImageIds.free, deleted: true }]);
	expect(node).toHaveSent([`DELETE /v1.0#/${sampleImageIds.free} 204`]);
	expect(graph.tenant.images.has(sampleImageIds.free)).toBe(false);
});

it('Delete says what to do about an image that a policy uses', async () => {
	const result = await run('delete', { imageId: byId(sampleImageIds.ready) });
	expect(result).toFailWith({
		message: "Delete device image: the provisioning policy 'Standard Cloud PCs' uses the image",
		description: expect.stringContaining("give 'Standard Cloud PCs' another image"),
		context: { data: { code: 'DeviceImageInUse', policies: ['Standard Cloud PCs'] } },
	});
	expect(graph.tenant.images.has(sampleImageIds.ready)).toBe(true);
	expect(node).toHaveSent([
		`DELETE /v1.0#/${sampleImageIds.ready} 409`,
		`GET /v1.0${imagesPath.replace('deviceImages', 'provisioningPolicies')} $filter=imageId eq '${sampleImageIds.ready}' $select=id,displayName,imageId 200`,
	]);
});

it.each([400, 403, 404, 500])('Delete does not speak of policies when their list fails with %s', async (status) => {
	graph.faults.add({ path: 'provisioningPolicies', times: Infinity, then: { status } });
	const options = { retryBudgetSeconds: 0 };
	const imageId = byId(sampleImageIds.ready);
	const result = await run('delete', { imageId, options });
	expect(result).toFailWith({ message: 'Delete device image: a provisioning policy uses the image' });
	expect(result.error?.context.data).not.toHaveProperty('policies');
});

const renamed = { imageId: byId(sampleImageIds.free), updateFields: { displayName: 'Renamed' } };

it('Update changes only what was set, and reads back after a 204', async () => {
	const path = `/beta#/${sampleImageIds.free}`;
	expect((await output('update', renamed))[0]).toMatchObject({ displayName: 'Renamed' });
	expect(graph.requests.at(-1)?.body).toEqual({ displayName: 'Renamed' });
	graph.settings.patchAnswer = 204;
	expect((await output('update', renamed))[0]).toMatchObject({ displayName: 'Renamed' });
	expect(node).toHaveSent([`PATCH ${path} 200`, `PATCH ${path} 204`, `GET ${path} 200`]);
});

it.each([
	[400, 'Windows 365 rejected the update'],
	[405, "this operation isn't available in this Microsoft Graph version or cloud"],
	[501, "this operation isn't available in this Microsoft Graph version or cloud"],
] as const)('Update says what to do when Graph responds with %s', async (status, reason) => {
	graph.settings.patchAnswer = status;
	expect(await run('update', renamed)).toFailWith({
		message: `Update device image: ${reason}`,
		description: expect.stringMatching(/Microsoft Graph returned: .+\n.*read-only/),
	});
});

it.each(['retryUpload', 'reupload'])('%s sends the action and reads the image back', async (action) => {
	const id = sampleImageIds.internalError;
	const [image] = await output(action, { imageId: byId(id) });
	expect(image).toMatchObject({ id, status: 'pending', errorCode: null });
	expect(node).toHaveSent([`POST /beta#/${id}/${action} 204`, `GET /beta#/${id} 200`]);
});

it('Reupload hands on once that Graph announced the end of a method', async () => {
	const { internalError, notGeneralized } = sampleImageIds;
	const both = await runEach('reupload', [internalError, notGeneralized]);
	expect(jsonOf(both)).toHaveLength(2);
	expect(both.hints).toEqual([
		`Microsoft deprecated POST /beta${imagesPath}/${internalError}/reupload, scheduled for removal on Thu, 25 Jun 2026 00:00:00 GMT. See https://developer.microsoft.com/en-us/graph/changes?$filterby=beta,reupload&from=2026-01-01&to=2026-02-01`,
	]);
	const read = await run('get', { imageId: byId(internalError) });
	expect(read.hints).toEqual([]);
});

it.each([400, 404, 405, 410] as const)('Reupload is reported as retired after %s', async (status) => {
	graph.settings.reuploadAnswer = status;
	const imageId = byId(sampleImageIds.internalError);
	expect(await run('reupload', { imageId })).toFailWith({
		message: 'Reupload device image: Microsoft retired this action',
		description: expect.stringMatching(/Microsoft Graph returned: .+\n.*'Retry Upload'/),
	});
});
