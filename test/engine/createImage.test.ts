import { appOnlyCredential, sampleApps, sampleSources } from '../graph-server';
import { byId, useNode } from './useNode';

const node = useNode();
const { engine, graph, output, run, strike } = node;

const newImage = {
	displayName: 'Finance',
	version: '1.0.0',
	sourceImageResourceId: byId(sampleSources.managed.resourceId),
};

const uploadFails = (): void => {
	graph.settings.uploadMs = 0;
	graph.settings.uploadOutcome = { status: 'failed', errorCode: 'vmAlreadyAzureAdJoined' };
};

describe('Create', () => {
	it('sends exactly the three documented properties', async () => {
		const [image] = await output('create', newImage);
		expect(image).toMatchObject({ displayName: 'Finance', status: 'pending', errorCode: null });
		expect(node).toHaveSent(['POST /v1.0# 201']);
		expect(graph.requests.at(-1)?.body).toEqual({
			displayName: 'Finance',
			version: '1.0.0',
			sourceImageResourceId: sampleSources.managed.resourceId,
		});
	});

	it('returns an existing image instead of a second upload, only when asked to', async () => {
		const [first] = await output('create', newImage);
		const options = { ifExists: 'returnExisting' };
		const [second] = await output('create', { ...newImage, options });
		expect(second?.id).toBe(first?.id);
		expect(await run('create', newImage)).toFailWith({
			message: expect.stringContaining('an image with this name and version already exists'),
			description: expect.stringContaining('request-id'),
		});
		expect(node).toHaveSent(['POST /v1.0# 201', 'GET /v1.0# 200', 'POST /v1.0# 409']);
		expect(graph.tenant.images.size).toBe(9);
	});

	it('waits until the image is ready', async () => {
		graph.settings.uploadMs = 20 * 60_000;
		graph.clock.setSpeed(1_200);
		const options = { waitUntilReady: true, pollIntervalSeconds: 1 };
		const [image] = await output('create', { ...newImage, options });
		expect(image).toMatchObject({ status: 'ready', osBuildNumber: expect.any(String) });
	});

	it('says so when the tenant is full', async () => {
		graph.settings.imageLimit = graph.tenant.images.size;
		expect(await run('create', newImage)).toFailWith({
			message: 'Create device image: the tenant has reached the limit of 20 custom images',
			description: expect.stringContaining('A tenant can have up to 8 custom device images.'),
		});
	});

	it.each([
		'displayName must be at most 64 characters',
		'The name of the image must be at most 64 characters',
		'The size of the image exceeds the maximum of 64 GB',
	])('does not speak of a full tenant when the service says "%s"', async (message) => {
		const body = { error: { code: 'InvalidProperties', message } };
		strike({ status: 400, body }, { method: 'POST' });
		expect(await run('create', newImage)).toFailWith({
			message: 'Create device image: Microsoft Graph rejected the request',
			description: expect.stringContaining(message),
		});
	});

	it('explains why the upload failed', async () => {
		uploadFails();
		const options = { waitUntilReady: true };
		expect(await run('create', { ...newImage, options })).toFailWith({
			message: "The upload of device image 'Finance 1.0.0' failed: vmAlreadyAzureAdJoined",
			description: expect.stringContaining('The source VM was joined to Microsoft Entra ID.'),
			context: { itemIndex: 0 },
		});
	});

	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)('hands on which upload failed, and why, with %s', async (onError) => {
		uploadFails();
		const options = { waitUntilReady: true };
		const { items, errorItems } = await run('create', { ...newImage, options }, { onError });
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
		expect(await run('create', newImage)).toFailWith({
			message: 'Create device image: access denied: the permission CloudPC.ReadWrite.All is missing',
			httpCode: '403',
		});
	});
});
