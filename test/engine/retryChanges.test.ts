import { sampleImageIds } from '../graph-server';
import { byId, useNode } from './useNode';

const node = useNode({ settings: { uploadMs: 3_600_000 } });
const { graph, log, requests, run, strike } = node;
const shortly = { 'Retry-After': '0.05' };

describe('a delete', () => {
	it('whose response is lost is sent again, and 404 then means deleted', async () => {
		const unused = graph.tenant.addImage({ status: 'ready' }).id;
		strike({ lostAnswer: true });
		const { items } = await run('delete', { imageId: byId(unused) });
		expect(items.map(({ json }) => json)).toEqual([{ id: unused, deleted: true }]);
		expect(node).toHaveSent([`DELETE /v1.0#/${unused} lost`, `DELETE /v1.0#/${unused} 404`]);
		expect(graph.tenant.images.has(unused)).toBe(false);
	});

	it('whose response is lost and that may not be sent again looks, and says what it found', async () => {
		const unused = graph.tenant.addImage({ status: 'ready' }).id;
		strike({ lostAnswer: true });
		const { items } = await run('delete', { imageId: byId(unused), options: { retryBudgetSeconds: 0 } });
		expect(items.map(({ json }) => json)).toEqual([{ id: unused, deleted: true }]);
		expect(node).toHaveSent([`DELETE /v1.0#/${unused} lost`, `GET /v1.0#/${unused} 404`]);
	});

	it('whose response is lost and that is throttled then was made all the same', async () => {
		const unused = graph.tenant.addImage({ status: 'ready' }).id;
		strike({ lostAnswer: true });
		strike({ status: 429, headers: { 'Retry-After': '3600' } });
		const { items } = await run('delete', { imageId: byId(unused) });
		expect(items.map(({ json }) => json)).toEqual([{ id: unused, deleted: true }]);
	});

	const gateway = { emptyBody: 200 };

	it('to which a gateway responds is not proven: an image that lives is not reported as deleted', async () => {
		const living = graph.tenant.addImage({ status: 'ready' }).id;
		strike(gateway);
		const result = await run('delete', { imageId: byId(living) });
		expect(result.items).toEqual([]);
		expect(result).toFailWith({ message: "Delete device image: the response from Microsoft Graph isn't valid" });
		expect(node).toHaveSent([`DELETE /v1.0#/${living} 200`, `GET /v1.0#/${living} 200`]);
	});

	it('to which a gateway responds is reported as deleted when the image is gone', async () => {
		const gone = graph.tenant.addImage({ status: 'ready' }).id;
		graph.tenant.images.delete(gone);
		strike(gateway);
		const { items } = await run('delete', { imageId: byId(gone) });
		expect(items.map(({ json }) => json)).toEqual([{ id: gone, deleted: true }]);
	});

	it('that was only throttled before a 404 deleted nothing', async () => {
		strike({ status: 429, headers: shortly });
		expect(await run('delete', { imageId: byId('11112222-bbbb-3333-cccc-4444dddd5555') })).toFailWith('not found');
	});
});

describe.each(['retryUpload', 'reupload'])('a %s', (operation) => {
	const failed = { imageId: byId(sampleImageIds.notGeneralized) };

	it('whose response is lost looks at the status before it sends again', async () => {
		strike({ lostAnswer: true }, { method: 'POST' });
		const { items } = await run(operation, failed);
		expect(items[0]?.json.status).toBe('pending');
		expect(requests().map(({ method }) => method)).toEqual(['POST', 'GET']);
	});

	it('that did not reach the service is sent again once it is known that the image is not pending', async () => {
		strike({ reset: 'before' }, { method: 'POST' });
		const { items } = await run(operation, failed);
		expect(items[0]?.json.status).toBe('pending');
		expect(requests().map(({ method }) => method)).toEqual(['POST', 'GET', 'POST', 'GET']);
	});

	it('to which a gateway responds is sent again once it is known that the image is not pending', async () => {
		strike({ emptyBody: 200 }, { method: 'POST' });
		const { items } = await run(operation, failed);
		expect(items[0]?.json.status).toBe('pending');
		const path = `/beta#/${sampleImageIds.notGeneralized}`;
		expect(node).toHaveSent([
			`POST ${path}/${operation} 200`,
			`GET ${path} 200`,
			`POST ${path}/${operation} 204`,
			`GET ${path} 200`,
		]);
	});
});

it('an update whose response is lost and that is throttled then does not say that nothing was done', async () => {
	strike({ lostAnswer: true });
	strike({ status: 429, headers: { 'Retry-After': '3600' } });
	const result = await run('update', { imageId: byId(sampleImageIds.ready), updateFields: { displayName: 'Renamed' } });
	expect(result).toFailWith({
		message: expect.stringContaining('throttling'),
		description: expect.stringContaining('An earlier attempt might have succeeded. Check the device image'),
	});
	expect(result.error?.description).not.toContain("wasn't processed");
	expect(graph.tenant.images.get(sampleImageIds.ready)?.displayName).toBe('Renamed');
});

it('one retry budget serves all requests of an item', async () => {
	const failed = sampleImageIds.notGeneralized;
	strike({ status: 429, headers: { 'Retry-After': '1.2' } }, { method: 'POST' });
	strike({ status: 429, headers: { 'Retry-After': '1.2' } }, { method: 'GET', times: Infinity });
	const result = await run('retryUpload', { imageId: byId(failed), options: { retryBudgetSeconds: 2 } });
	expect(result).toFailWith('the upload was started again');
	// A budget of its own would have let the read be sent a second time.
	expect(log().map((each) => each.replace(`/beta#/${failed}`, '@'))).toEqual([
		'POST @/retryUpload 429',
		'POST @/retryUpload 204',
		'GET @ 429',
	]);
});
