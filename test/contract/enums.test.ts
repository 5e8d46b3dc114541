import type { AxiosInstance } from 'axios';

import { sampleImageIds, type GraphServer } from '../graph-server';
import { imagesV1 } from './msal';
import { withLocalGraph } from './withLocalGraph';

let graph: GraphServer;
let client: AxiosInstance;

withLocalGraph('per file', (local) => {
	({ graph, client } = local);
});

const prefer = { Prefer: 'include-unknown-enum-members' };
const hidden = 'unknownFutureValue';
const id = sampleImageIds.notGeneralized;

async function see(version: string, headers: Record<string, string>) {
	const url = `${imagesV1.replace('v1.0', version)}/${id}`;
	return await client.get(url, { headers });
}

describe('2.2, 2.3 evolvable enums', () => {
	it.each([
		['sourceImageNotGeneralized', 'v1.0', true, true],
		['sourceImageNotGeneralized', 'beta', true, true],
		['vmAlreadyAzureAdjoined', 'v1.0', false, true],
		['sourceImageSizeExceedsLimitation', 'beta', false, true],
		['fSLogixInstalledSourceImageNotSupported', 'v1.0', false, false],
		['fSLogixInstalledSourceImageNotSupported', 'beta', false, true],
		['startMenuAppLimitExceeded', 'beta', false, true],
		['memberOfTomorrow', 'v1.0', false, true],
	])('errorCode %s on %s: plain %s, preferred %s', async (code, version, plain, preferred) => {
		const image = graph.tenant.images.get(id);
		if (image) image.errorCode = code;
		expect((await see(version, {})).data.errorCode).toBe(plain ? code : hidden);
		const asked = await see(version, prefer);
		expect(asked.data.errorCode).toBe(preferred ? code : hidden);
		expect(asked.headers['preference-applied']).toBe(prefer.Prefer);
	});

	it.each([
		['v1.0', hidden, hidden],
		['beta', hidden, 'warning'],
	])('status warning on %s: plain %s, preferred %s', async (version, plain, preferred) => {
		const url = `${imagesV1.replace('v1.0', version)}/${sampleImageIds.warning}`;
		expect((await client.get(url)).data.status).toBe(plain);
		expect((await client.get(url, { headers: prefer })).data.status).toBe(preferred);
	});
});
