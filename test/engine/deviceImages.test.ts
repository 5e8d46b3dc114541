import {
	appOnlyCredential,
	sampleApps,
	sampleImageIds,
	sampleSources,
	startGraphServer,
	type GraphServer,
} from '../graph-server';
import { credentialId, Engine, type NodeRun } from './engine';

const images = '/deviceManagement/virtualEndpoint/deviceImages';
const minute = 60_000;

let engine: Engine;
let graph: GraphServer;

beforeAll(async () => {
	engine = await Engine.load();
});

beforeEach(async () => {
	graph = await startGraphServer();
	engine.useCredential(appOnlyCredential(graph, sampleApps.readWrite));
});

afterEach(async () => await graph.close());

/** What reached Graph, e.g. `GET /v1.0/... ?$select=id 200`. */
const log = (): string[] =>
	graph.requests
		.filter(({ area }) => area === 'graph')
		.map(({ method, path, query, status }) => {
			const asked = Object.entries(query).map(([key, value]) => `${key}=${value}`);
			return [method, path.replace(images, '#'), ...asked, status].join(' ');
		});

const json = ({ items, error }: NodeRun): Array<Record<string, unknown>> => {
	expect(error).toBeUndefined();
	return items.map((item) => item.json);
};

const deviceImage = (operation: string, more = {}): Record<string, never> =>
	({ resource: 'deviceImage', operation, ...more }) as never;

const byId = (id: string): object => ({ __rl: true, mode: 'id', value: id });

const newImage = {
	displayName: 'Finance',
	version: '1.0.0',
	sourceImageResourceId: byId(sampleSources.managed.resourceId),
};

describe('the Graph client', () => {
	it('sends the headers of the contract, and signs in once for many items', async () => {
		const run = await engine.run(
			deviceImage('get', { imageId: byId(sampleImageIds.ready) }),
			{ input: [{}, {}, {}] },
		);
		expect(json(run).map(({ id }) => id)).toEqual(Array(3).fill(sampleImageIds.ready));
		expect(run.items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		const first = graph.requests.find(({ path }) => path.endsWith(sampleImageIds.ready));
		expect(first?.headers).toMatchObject({
			prefer: 'include-unknown-enum-members',
			accept: 'application/json',
			authorization: expect.stringMatching(/^Bearer ey/),
			'client-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
		});
		const tokens = graph.requests.filter(({ area }) => area === 'login');
		expect(tokens.map(({ path, body }) => [path, body])).toEqual([
			[
				`/${graph.tenant.id}/oauth2/v2.0/token`,
				expect.objectContaining({
					grant_type: 'client_credentials',
					scope: `${graph.httpUrl}/.default`,
					client_id: sampleApps.readWrite.clientId,
				}),
			],
		]);
	});

	it('lets n8n renew a token that expired', async () => {
		const get = deviceImage('get', { imageId: byId(sampleImageIds.ready) });
		json(await engine.run(get));
		graph.clock.advance(2 * 60 * minute);
		json(await engine.run(get));
		expect(log().map((line) => line.slice(-3))).toEqual(['200', '401', '200']);
	});

	it('follows every page, and stops at the limit', async () => {
		graph.settings.pageSize = 3;
		expect(json(await engine.run(deviceImage('getAll', { returnAll: true })))).toHaveLength(8);
		expect(log()).toHaveLength(3);
		graph.clearRequests();
		expect(json(await engine.run(deviceImage('getAll', { limit: 2 })))).toHaveLength(2);
		expect(log()).toHaveLength(1);
	});

	it('never takes the token to another host', async () => {
		const other = await startGraphServer();
		graph.faults.add({ path: images, then: { nextLink: `${other.httpUrl}/v1.0${images}` } });
		const { error } = await engine.run(deviceImage('getAll', { returnAll: true }));
		expect(error?.description).toContain('another host');
		expect(other.requests).toEqual([]);
		await other.close();
	});
});

describe('Get and Get Many', () => {
	it('returns the entity without annotations', async () => {
		const [image] = json(await engine.run(deviceImage('get', { imageId: byId(sampleImageIds.ready) })));
		expect(image).toMatchObject({ displayName: 'Windows 11 24H2 Standard', status: 'ready' });
		expect(Object.keys(image ?? {}).filter((key) => key.startsWith('@odata'))).toEqual([]);
	});

	it('selects fields, and goes to beta for a field that only beta has', async () => {
		const get = (fields: string[]): Record<string, never> =>
			deviceImage('get', { imageId: byId(sampleImageIds.ready), options: { fields } });
		const [image] = json(await engine.run(get(['status', 'version'])));
		expect(Object.keys(image ?? {}).sort()).toEqual(['id', 'status', 'version']);
		json(await engine.run(get(['statusDetails'])));
		expect(log()).toEqual([
			`GET /v1.0#/${sampleImageIds.ready} $select=id,status,version 200`,
			`GET /beta#/${sampleImageIds.ready} $select=id,statusDetails 200`,
		]);
	});

	it.each([
		[{ status: ['failed'] }, [sampleImageIds.notGeneralized, sampleImageIds.internalError]],
		[{ status: ['warning', 'pending'] }, [sampleImageIds.pending, sampleImageIds.warning]],
		[{ osStatus: ['supportedWithWarning'] }, [sampleImageIds.outOfSupport]],
		[{ displayName: 'FINANCE' }, [sampleImageIds.expiringSoon]],
		[{ expiresWithinDays: 30 }, [sampleImageIds.outOfSupport, sampleImageIds.expiringSoon]],
		[{ expiresWithinDays: 30, displayName: '22h2 finance' }, [sampleImageIds.expiringSoon]],
	])('filters by %j', async (filters, ids) => {
		const parameters = deviceImage('getAll', { returnAll: true, filters });
		expect(json(await engine.run(parameters)).map(({ id }) => id)).toEqual(ids);
	});

	it('returns only the chosen fields, even when a filter needs more', async () => {
		const filters = { status: ['failed'] };
		const run = await engine.run(deviceImage('getAll', { filters, options: { fields: ['version'] } }));
		expect(json(run).map((image) => Object.keys(image).sort())).toEqual(Array(2).fill(['id', 'version']));
		expect(log()).toEqual(['GET /v1.0# $select=id,version,status 200']);
	});

	it('says of a list that is not there that the list was not found', async () => {
		graph.faults.add({ path: images, times: 2, then: { status: 404 } });
		const { error } = await engine.run(deviceImage('getAll'));
		expect(error?.message).toBe('Get many device images: the list was not found');
		expect(error?.description).toContain("'Cloud'");
		const sources = await engine.run({ resource: 'sourceImage', operation: 'getAll' });
		expect(sources.error?.message).toBe('Get many source images: the list was not found');
	});

	it('sends an OData filter as it is', async () => {
		const odataFilter = "contains(displayName,'Kiosk')";
		const run = await engine.run(deviceImage('getAll', { options: { odataFilter } }));
		expect(json(run).map(({ id }) => id)).toEqual([sampleImageIds.notGeneralized]);
		expect(log()).toEqual([`GET /v1.0# $filter=${odataFilter} 200`]);
	});

	it('lists source images, with category on beta and without on v1.0', async () => {
		const list = { resource: 'sourceImage', operation: 'getAll' };
		expect(json(await engine.run(list))[0]).toMatchObject({ category: 'managedImage' });
		const [first] = json(await engine.run({ ...list, options: { apiVersion: 'v1.0' } }));
		expect(first).not.toHaveProperty('category');
		expect(log()).toEqual(['GET /beta#/getSourceImages 200', 'GET /v1.0#/getSourceImages 200']);
	});
});

describe('Create', () => {
	it('sends exactly the three documented properties', async () => {
		const [image] = json(await engine.run(deviceImage('create', newImage)));
		expect(image).toMatchObject({ displayName: 'Finance', status: 'pending', errorCode: null });
		expect(log()).toEqual(['POST /v1.0# 201']);
		expect(graph.requests.at(-1)?.body).toEqual({
			displayName: 'Finance',
			version: '1.0.0',
			sourceImageResourceId: sampleSources.managed.resourceId,
		});
	});

	it('returns an existing image instead of a second upload, only when asked to', async () => {
		const [first] = json(await engine.run(deviceImage('create', newImage)));
		const options = { ifExists: 'returnExisting' };
		const [second] = json(await engine.run(deviceImage('create', { ...newImage, options })));
		expect(second?.id).toBe(first?.id);
		const { error } = await engine.run(deviceImage('create', newImage));
		expect(error?.message).toContain('an image with this name and version exists already');
		expect(error?.description).toContain('request-id');
		expect(log()).toEqual(['POST /v1.0# 201', 'GET /v1.0# 200', 'POST /v1.0# 409']);
		expect(graph.tenant.images.size).toBe(9);
	});

	it('waits until the image is ready', async () => {
		graph.settings.uploadMs = 20 * minute;
		graph.clock.setSpeed(1_200);
		const options = { waitUntilReady: true, pollIntervalSeconds: 1 };
		const [image] = json(await engine.run(deviceImage('create', { ...newImage, options })));
		expect(image).toMatchObject({ status: 'ready', osBuildNumber: expect.any(String) });
	});

	it('says so when the tenant is full', async () => {
		graph.settings.imageLimit = graph.tenant.images.size;
		const { error } = await engine.run(deviceImage('create', newImage));
		expect(error?.message).toBe('Create device image: the tenant holds as many custom images as it may');
		expect(error?.description).toContain('A tenant can have up to 8 custom device images.');
	});

	it.each([
		'displayName must be at most 64 characters',
		'The name of the image must be at most 64 characters',
		'The size of the image exceeds the maximum of 64 GB',
	])('does not speak of a full tenant when the service says "%s"', async (message) => {
		const body = { error: { code: 'InvalidProperties', message } };
		graph.faults.add({ method: 'POST', path: images, then: { status: 400, body } });
		const { error } = await engine.run(deviceImage('create', newImage));
		expect(error?.message).toBe('Create device image: Microsoft Graph did not accept the request');
		expect(error?.description).toContain(message);
	});

	it('explains why the upload failed', async () => {
		graph.settings.uploadMs = 0;
		graph.settings.uploadOutcome = { status: 'failed', errorCode: 'vmAlreadyAzureAdJoined' };
		const options = { waitUntilReady: true };
		const { error } = await engine.run(deviceImage('create', { ...newImage, options }));
		expect(error?.message).toBe(
			"The upload of device image 'Finance 1.0.0' failed: vmAlreadyAzureAdJoined",
		);
		expect(error?.description).toContain('The source VM was joined to Microsoft Entra ID.');
		expect(error?.context.itemIndex).toBe(0);
	});

	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)('hands on which upload failed, and why, with %s', async (onError) => {
		graph.settings.uploadMs = 0;
		graph.settings.uploadOutcome = { status: 'failed', errorCode: 'vmAlreadyAzureAdJoined' };
		const options = { waitUntilReady: true };
		const { items, errorItems } = await engine.run(deviceImage('create', { ...newImage, options }), { onError });
		const made = [...graph.tenant.images.values()].find(({ displayName }) => displayName === 'Finance');
		const [item] = onError === 'continueErrorOutput' ? errorItems : items;
		expect(item?.json.details).toMatchObject({
			imageId: made?.id,
			status: 'failed',
			code: 'vmAlreadyAzureAdJoined',
			description: expect.stringContaining(String(made?.id)),
		});
	});

	it('names the permission that a read-only app lacks', async () => {
		engine.useCredential(appOnlyCredential(graph, sampleApps.readOnly));
		const { error } = await engine.run(deviceImage('create', newImage));
		expect(error).toMatchObject({
			message: 'Create device image: access denied: the permission CloudPC.ReadWrite.All is missing',
			httpCode: '403',
		});
	});
});

describe('Delete, Update, Retry Upload and Reupload', () => {
	it('deletes, and says so', async () => {
		const run = await engine.run(deviceImage('delete', { imageId: byId(sampleImageIds.free) }));
		expect(json(run)).toEqual([{ id: sampleImageIds.free, deleted: true }]);
		expect(log()).toEqual([`DELETE /v1.0#/${sampleImageIds.free} 204`]);
		expect(graph.tenant.images.has(sampleImageIds.free)).toBe(false);
	});

	it('tells what to do about an image that a policy uses', async () => {
		const { error } = await engine.run(deviceImage('delete', { imageId: byId(sampleImageIds.ready) }));
		expect(error?.message).toBe("Delete device image: the provisioning policy 'Standard Cloud PCs' uses the image");
		expect(error?.description).toContain("give 'Standard Cloud PCs' another image");
		expect(error?.context.data).toMatchObject({ code: 'DeviceImageInUse', policies: ['Standard Cloud PCs'] });
		expect(graph.tenant.images.has(sampleImageIds.ready)).toBe(true);
		expect(log()).toEqual([
			`DELETE /v1.0#/${sampleImageIds.ready} 409`,
			`GET /v1.0${images.replace('deviceImages', 'provisioningPolicies')} $filter=imageId eq '${sampleImageIds.ready}' $select=id,displayName,imageId 200`,
		]);
	});

	it.each([400, 403, 404, 500])('does not speak of policies when they answer %s', async (status) => {
		graph.faults.add({ path: 'provisioningPolicies', times: Infinity, then: { status } });
		const options = { retryBudgetSeconds: 0 };
		const imageId = byId(sampleImageIds.ready);
		const { error } = await engine.run(deviceImage('delete', { imageId, options }));
		expect(error?.message).toBe('Delete device image: a provisioning policy uses the image');
		expect(error?.context.data).not.toHaveProperty('policies');
	});

	const update = deviceImage('update', {
		imageId: byId(sampleImageIds.free),
		updateFields: { displayName: 'Renamed' },
	});

	it('updates only what was set, and reads back after a 204', async () => {
		const path = `/beta#/${sampleImageIds.free}`;
		expect(json(await engine.run(update))[0]).toMatchObject({ displayName: 'Renamed' });
		expect(graph.requests.at(-1)?.body).toEqual({ displayName: 'Renamed' });
		graph.settings.patchAnswer = 204;
		expect(json(await engine.run(update))[0]).toMatchObject({ displayName: 'Renamed' });
		expect(log()).toEqual([`PATCH ${path} 200`, `PATCH ${path} 204`, `GET ${path} 200`]);
	});

	it.each([
		[400, 'the service did not accept the change'],
		[405, 'this Microsoft Graph does not offer the method'],
		[501, 'this Microsoft Graph does not offer the method'],
	] as const)('says what to do when Update answers %s', async (status, words) => {
		graph.settings.patchAnswer = status;
		const { error } = await engine.run(update);
		expect(error?.message).toBe(`Update device image: ${words}`);
		expect(error?.description).toMatch(/The service said: .+\n.*read-only/);
	});

	it.each(['retryUpload', 'reupload'])('%s sends the action and reads the image back', async (action) => {
		const id = sampleImageIds.internalError;
		const run = await engine.run(deviceImage(action, { imageId: byId(id) }));
		expect(json(run)[0]).toMatchObject({ id, status: 'pending', errorCode: null });
		expect(log()).toEqual([`POST /beta#/${id}/${action} 204`, `GET /beta#/${id} 200`]);
	});

	it('hands on once that Graph announced the end of a method', async () => {
		const id = [sampleImageIds.internalError, sampleImageIds.notGeneralized];
		const run = await engine.run(deviceImage('reupload', { imageId: byId('={{ $json.id }}') }), {
			input: id.map((each) => ({ id: each })),
		});
		expect(json(run)).toHaveLength(2);
		expect(run.hints).toEqual([
			`Microsoft announced the end of POST /beta${images}/${id[0]}/reupload; its last day was announced as Thu, 25 Jun 2026 00:00:00 GMT. See https://developer.microsoft.com/en-us/graph/changes?$filterby=beta,reupload&from=2026-01-01&to=2026-02-01`,
		]);
		const retry = await engine.run(deviceImage('get', { imageId: byId(id[0] ?? '') }));
		expect(retry.hints).toEqual([]);
	});

	it.each([400, 404, 405, 410] as const)('tells that reupload was retired on %s', async (status) => {
		graph.settings.reuploadAnswer = status;
		const imageId = byId(sampleImageIds.internalError);
		const { error } = await engine.run(deviceImage('reupload', { imageId }));
		expect(error?.message).toBe('Reupload device image: Microsoft retired this action');
		expect(error?.description).toMatch(/The service said: .+\n.*'Retry Upload'/);
	});
});

describe('Wait for Status', () => {
	it('looks again until the upload has ended', async () => {
		graph.clock.setSpeed(1_200);
		const options = { pollIntervalSeconds: 1 };
		const imageId = byId(sampleImageIds.pending);
		const [image] = json(await engine.run(deviceImage('waitForStatus', { imageId, options })));
		expect(image?.status).toBe('ready');
		expect(log().length).toBeGreaterThanOrEqual(2);
	});

	it('ends on failed and warning at once', async () => {
		const wait = (id: string): Record<string, never> => deviceImage('waitForStatus', { imageId: byId(id) });
		const failed = await engine.run(wait(sampleImageIds.notGeneralized));
		expect(failed.error?.description).toContain('sysprep');
		const warning = await engine.run(wait(sampleImageIds.warning));
		expect(warning.error?.message).toMatch(/ended with status '\w+' instead of ready/);
		expect(log()).toHaveLength(2);
	});

	it('passes over a 503 and waits on', async () => {
		graph.faults.add({ path: sampleImageIds.ready, then: { status: 503 } });
		const options = { pollIntervalSeconds: 1 };
		const imageId = byId(sampleImageIds.ready);
		expect(json(await engine.run(deviceImage('waitForStatus', { imageId, options })))).toHaveLength(1);
		expect(log().map((line) => line.slice(-3))).toEqual(['503', '200']);
	});

	it('stops when the time is up', async () => {
		const options = { timeoutMinutes: 0 };
		const imageId = byId(sampleImageIds.pending);
		const { error } = await engine.run(deviceImage('waitForStatus', { imageId, options }));
		expect(error?.message).toContain('is still pending after 0 minutes');
	});

	it('stops at once when the execution is cancelled', async () => {
		const imageId = byId(sampleImageIds.pending);
		const start = performance.now();
		const options = { pollIntervalSeconds: 10 };
		await engine.run(deviceImage('waitForStatus', { imageId, options }), {
			signal: AbortSignal.timeout(1_500),
		});
		expect(performance.now() - start).toBeLessThan(5_000);
		expect(log()).toHaveLength(1);
	});
});

describe('bad input', () => {
	const managed = sampleSources.managed.resourceId;
	it.each([
		['get', { imageId: byId('={{ "" }}') }, "'Device Image' is empty"],
		['delete', { imageId: byId('={{ "../policies" }}') }, "'Device Image' has the value '../policies'"],
		['create', { ...newImage, displayName: ' ' }, "'Display Name' is empty"],
		['create', { ...newImage, version: '1.0' }, "'Version' has the value '1.0'"],
		['create', { ...newImage, sourceImageResourceId: byId(`${managed}/x`) }, "'Source Image' has the value"],
		['update', { imageId: byId(sampleImageIds.free) }, "'Update Fields' is empty"],
		['retryUpload', { imageId: byId(sampleImageIds.free), options: { apiVersion: 'v1.0' } }, "'API Version'"],
		['get', { imageId: byId(sampleImageIds.free), options: { apiVersion: 'v1.0', fields: ['scopeIds'] } }, "in which 'scopeIds' does not exist"],
		['getAll', { limit: 0 }, "'Limit' has the value '0'"],
		['waitForStatus', { imageId: byId(sampleImageIds.free), options: { pollIntervalSeconds: 0 } }, "'Poll Interval (Seconds)'"],
		['get', { imageId: byId(sampleImageIds.free), options: { timeoutSeconds: 10_000_000 } }, "'Request Timeout (Seconds)'"],
		['get', { imageId: byId(sampleImageIds.free), options: { retryBudgetSeconds: 10_000_000 } }, "'Retry Budget (Seconds)'"],
	])('%s with %j sends nothing', async (operation, parameters, message) => {
		const { error } = await engine.run(deviceImage(operation, parameters));
		expect(error?.message).toContain(message);
		expect(error?.description).toBeTruthy();
		expect(error?.context.itemIndex).toBe(0);
		expect(graph.requests).toEqual([]);
	});

	it('takes a time limit with a fraction that a computer cannot hold exactly', async () => {
		const imageId = byId(sampleImageIds.ready);
		const get = deviceImage('get', { imageId, options: { timeoutSeconds: 16.1, retryBudgetSeconds: 16.1 } });
		expect(json(await engine.run(get))).toHaveLength(1);
	});

	it('refuses a custom URL without https', async () => {
		const credential = appOnlyCredential(graph, sampleApps.readWrite);
		engine.useCredential({ ...credential, customGraphUrl: 'http://graph.example' });
		const { error } = await engine.run(deviceImage('getAll'));
		expect(error?.message).toContain("'Graph URL' is 'http://graph.example'");
		expect(graph.requests).toEqual([]);
	});
});

describe('Continue On Fail', () => {
	const parameters = deviceImage('get', { imageId: byId('={{ $json.id }}') });
	const input = [{ id: sampleImageIds.ready }, { id: 'a/b' }, { id: '1a6e0000-0000-4000-8000-00000000dead' }];

	it('keeps going, and every item stays paired', async () => {
		const run = await engine.run(parameters, { input, onError: 'continueRegularOutput' });
		expect(run.items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		expect(run.items[0]?.json.id).toBe(sampleImageIds.ready);
		expect(run.items[1]?.json.error).toContain("'Device Image' has the value 'a/b'");
		expect(run.items[2]?.json).toMatchObject({
			error: 'Get device image: the device image was not found',
			details: { code: expect.any(String), requestId: expect.any(String), description: expect.stringContaining('Choose it again') },
		});
	});

	it('sends failures to the error output, with the input beside them', async () => {
		const run = await engine.run(parameters, { input, onError: 'continueErrorOutput' });
		expect(run.items).toHaveLength(1);
		expect(run.errorItems.map((item) => item.json.id)).toEqual(['a/b', input[2]?.id]);
	});
});

describe('sign-in and network', () => {
	it("keeps Entra's own code for a wrong secret, and never the secret", async () => {
		const credential = appOnlyCredential(graph, sampleApps.readWrite);
		engine.useCredential({ ...credential, clientSecret: 'wrong-secret-value' });
		const { error } = await engine.run(deviceImage('getAll'));
		expect(error?.message).toContain('did not give a token');
		expect(error?.description).toContain('AADSTS7000215');
		expect(JSON.stringify(error)).not.toContain('wrong-secret-value');
	});

	it('says that Graph could not be reached', async () => {
		json(await engine.run(deviceImage('getAll')));
		const stored = engine.credentials.stored.get(credentialId) ?? {};
		engine.useCredential({ ...stored, customGraphUrl: 'http://127.0.0.1:9' });
		const { error } = await engine.run(deviceImage('getAll'));
		expect(error?.message).toContain('could not be reached');
		expect(error?.description).toContain('ECONNREFUSED');
	});

	it('copes with a gateway that answers HTML', async () => {
		graph.faults.add({ path: images, then: { html: 502 } });
		const { error } = await engine.run(deviceImage('getAll'));
		expect(error?.message).toBe('Get many device images: Microsoft Graph failed with status 502');
		expect(error?.description).toContain('not JSON');
	});
});

describe('pickers', () => {
	it('lists images with version and status, and searches every word', async () => {
		const all = await engine.search('searchImages');
		expect(all.results).toHaveLength(8);
		const found = await engine.search('searchImages', 'kiosk FAILED');
		expect(found.results).toEqual([
			{ name: 'Windows 11 24H2 Kiosk 1.0.0 (failed)', value: sampleImageIds.notGeneralized },
		]);
	});

	it('lists source images by what they are', async () => {
		const found = await engine.search('searchSourceImages', 'gallery 1.1.0');
		expect(found.results).toEqual([
			{ name: 'cloudpc / windows11 1.1.0 (gallery, images)', value: sampleSources.galleryNext.resourceId },
		]);
	});
});
