/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { setTimeout as sleep } from 'node:timers/promises';

import type { AxiosInstance } from 'axios';

import { sampleImageIds, sampleSources, type GraphServer } from '../graph-server';
import { graphClient, imagesBeta, imagesV1 } from './msal';
import { withLocalGraph } from './withLocalGraph';

let graph: GraphServer;
let client: AxiosInstance;

withLocalGraph('per test', (local) => {
	({ graph, client } = local);
});

const minute = 60_000;
const newImage = {
	displayName: 'ImageForDev',
	version: '0.0.1',
	sourceImageResourceId: sampleSources.managed.resourceId,
};

async function create(change: object = {}): Promise<string> {
	const { status, data } = await client.post(imagesV1, { ...newImage, ...change });
	expect(status).toBe(201);
	return data.id;
}

async function read(id: string) {
	const prefer = 'include-unknown-enum-members';
	return (await client.get(`${imagesBeta}/${id}`, { headers: { prefer } })).data;
}

describe('3.1 life cycle', () => {
	it('goes from pending to ready and then knows its OS', async () => {
		const id = await create();
		graph.clock.advance(19 * minute);
		const pending = await read(id);
		expect(pending).toMatchObject({ status: 'pending', osStatus: null, operatingSystem: null });
		graph.clock.advance(2 * minute);
		const ready = await read(id);
		expect(ready).toMatchObject({
			status: 'ready',
			errorCode: null,
			operatingSystem: 'Windows 11 Enterprise',
			osBuildNumber: '24H2',
			osVersionNumber: '10.0.26100.4349',
			osStatus: 'supported',
			expirationDate: '2028-04-11',
		});
		const moved = Date.parse(ready.lastModifiedDateTime) - Date.parse(pending.lastModifiedDateTime);
		expect(moved).toBe(20 * minute);
	});

	it('reads the OS of the source image and lets it age', async () => {
		const id = await create({ sourceImageResourceId: sampleSources.managed22H2.resourceId });
		graph.clock.advance(20 * minute);
		expect(await read(id)).toMatchObject({
			operatingSystem: 'Windows 10 Enterprise',
			osStatus: 'supportedWithWarning',
		});
	});

	it.each([
		[{ status: 'failed', errorCode: 'osVersionNotSupported' }, 'osVersionNotSupported'],
		[{ status: 'failed' }, 'internalServerError'],
		[{ status: 'warning' }, null],
		[{ status: 'memberOfTomorrow' }, null],
	])('ends as %j when the settings say so', async (uploadOutcome, errorCode) => {
		graph.settings.uploadOutcome = uploadOutcome;
		graph.settings.uploadMs = 1000;
		const id = await create();
		graph.settings.uploadOutcome = { status: 'ready' };
		graph.clock.advance(1000);
		expect(await read(id)).toMatchObject({ status: uploadOutcome.status, errorCode });
	});

	it('takes an unknown source image and ends with sourceImageNotFound', async () => {
		const sourceImageResourceId = `${sampleSources.managed.resourceId}-gone`;
		const id = await create({ sourceImageResourceId });
		graph.clock.advance(20 * minute);
		expect(await read(id)).toMatchObject({
			status: 'failed',
			errorCode: 'sourceImageNotFound',
			operatingSystem: null,
		});
	});

	it('is ready after a retry', async () => {
		const id = sampleImageIds.internalError;
		expect((await client.post(`${imagesBeta}/${id}/retryUpload`)).status).toBe(204);
		graph.clock.advance(20 * minute);
		expect(await read(id)).toMatchObject({ status: 'ready', errorCode: null });
	});

	it('ends to the millisecond', async () => {
		graph.clock.setSpeed(0);
		const id = await create();
		graph.clock.advance(20 * minute - 1);
		expect((await read(id)).status).toBe('pending');
		graph.clock.advance(1);
		expect((await read(id)).status).toBe('ready');
	});

	it('runs as fast as the clock', async () => {
		// Slow enough for the token to outlive the test.
		graph.settings.uploadMs = 2_000;
		graph.clock.setSpeed(100);
		const id = await create();
		await sleep(50);
		expect(graph.tenant.images.get(id)?.status).toBe('ready');
	});

	it('lets a supported OS expire', async () => {
		expect((await read(sampleImageIds.expiringSoon)).osStatus).toBe('supported');
		graph.clock.advance(22 * 24 * 60 * minute);
		client = await graphClient(graph);
		expect((await read(sampleImageIds.expiringSoon)).osStatus).toBe('supportedWithWarning');
	});
});

describe('3.2 rules', () => {
	it('keeps name and version together unique', async () => {
		await create();
		const twin = await client.post(imagesV1, newImage);
		expect([twin.status, twin.data.error.innerError.code]).toEqual([
			409,
			'DeviceImageAlreadyExists',
		]);
		await create({ version: '0.0.2' });
	});

	it('stops at 20 images', async () => {
		for (let count = graph.tenant.images.size; count < 20; count++) {
			await create({ version: `0.0.${count}` });
		}
		const { status, data } = await client.post(imagesV1, newImage);
		expect([status, data.error.innerError.code]).toEqual([400, 'DeviceImageLimitExceeded']);
		expect(graph.tenant.images.size).toBe(20);
	});

	it('keeps an image that a policy uses', async () => {
		const path = `${imagesV1}/${sampleImageIds.ready}`;
		const { status, data } = await client.delete(path);
		expect([status, data.error.innerError.code]).toEqual([409, 'DeviceImageInUse']);
		graph.tenant.policies.clear();
		const freed = await client.delete(path);
		expect([freed.status, freed.data]).toEqual([204, '']);
		expect((await client.get(path)).status).toBe(404);
		expect((await client.delete(path)).status).toBe(404);
	});
});
