import { sampleImageIds } from '../graph-server';
import { byId, useNode } from './useNode';

const node = useNode();
const { output, run, strike } = node;
const { ready } = sampleImageIds;

it('Get with the output Raw returns the entity without annotations', async () => {
	const [image] = await output('get', { imageId: byId(ready), output: 'raw' });
	expect(image).toMatchObject({ displayName: 'Windows 11 24H2 Standard', status: 'ready' });
	expect(Object.keys(image ?? {}).filter((key) => key.startsWith('@odata'))).toEqual([]);
});

it('Get selects fields, and goes to beta for a field that only beta has', async () => {
	const get = async (fields: string[]) => await output('get', { imageId: byId(ready), output: 'selectedFields', fields });
	const [image] = await get(['status', 'version']);
	expect(Object.keys(image ?? {}).sort()).toEqual(['id', 'status', 'version']);
	await get(['statusDetails']);
	expect(node).toHaveSent([
		`GET /v1.0#/${ready} $select=id,status,version 200`,
		`GET /beta#/${ready} $select=id,statusDetails 200`,
	]);
});

it.each([
	[{ status: ['failed'] }, [sampleImageIds.notGeneralized, sampleImageIds.internalError]],
	[{ status: ['warning', 'pending'] }, [sampleImageIds.pending, sampleImageIds.warning]],
	[{ osStatus: ['supportedWithWarning'] }, [sampleImageIds.outOfSupport]],
	[{ displayName: 'FINANCE' }, [sampleImageIds.expiringSoon]],
	[{ expiresWithinDays: 30 }, [sampleImageIds.outOfSupport, sampleImageIds.expiringSoon]],
	[{ expiresWithinDays: 30, displayName: '22h2 finance' }, [sampleImageIds.expiringSoon]],
])('Get Many filters by %j', async (filters, ids) => {
	const found = await output('getAll', { returnAll: true, filters });
	expect(found.map(({ id }) => id)).toEqual(ids);
});

it('Get Many returns only the chosen fields, even when a filter needs more', async () => {
	const filters = { status: ['failed'] };
	const found = await output('getAll', { filters, output: 'selectedFields', fields: ['version'] });
	expect(found.map((image) => Object.keys(image).sort())).toEqual(Array(2).fill(['id', 'version']));
	expect(node).toHaveSent(['GET /v1.0# $select=id,version,status 200', 'GET /beta# $select=id,status,errorCode,osStatus 200']);
});

it('Get Many says of a list that is not there that the list was not found', async () => {
	strike({ status: 404 }, { times: 2 });
	expect(await run('getAll')).toFailWith({
		message: 'Get many device images: the list was not found',
		description: expect.stringContaining("'Cloud'"),
	});
	expect(await run('sourceImage.getAll')).toFailWith({ message: 'Get many source images: the list was not found' });
});

it('Get Many sends an OData filter as it is', async () => {
	const odataFilter = "contains(displayName,'Kiosk')";
	const found = await output('getAll', { output: 'raw', options: { odataFilter } });
	expect(found.map(({ id }) => id)).toEqual([sampleImageIds.notGeneralized]);
	expect(node).toHaveSent([`GET /v1.0# $filter=${odataFilter} 200`]);
});

it('Get Many lists source images, with category on beta and without on v1.0', async () => {
	const [first] = await output('sourceImage.getAll');
	expect(first).toMatchObject({ category: 'managedImage' });
	const [second] = await output('sourceImage.getAll', { options: { apiVersion: 'v1.0' } });
	expect(second).not.toHaveProperty('category');
	expect(node).toHaveSent(['GET /beta#/getSourceImages 200', 'GET /v1.0#/getSourceImages 200']);
});
