import { credentialType, localGraphCredential, nodeType } from '../../scripts/localGraph';
import { sampleApps, sampleSources } from '../graph-server';
import type { RealHost } from './realHost';
import { graphRequests, images } from './runs';

/** What a user meets before anything runs: the node, its icon, its credential and its pickers. */
export function theEditor(real: () => RealHost): void {
	describe('the installed package', () => {
		it('offers the node, and its twin for AI agents', async () => {
			const types = await real().n8n.api.nodeTypes();
			const own = types.filter(({ name }) => name.startsWith('n8n-nodes-cloudpc-device-image.'));

			expect(own.map(({ name }) => name)).toEqual(
				expect.arrayContaining([nodeType, `${nodeType}Tool`]),
			);
			const node = own.find(({ name }) => name === nodeType);
			expect(node?.displayName).toBe('Cloud PC Device Image');
			expect(node?.credentials?.map(({ name }) => name)).toContain(credentialType);
			expect(node?.codex?.alias).toEqual(
				expect.arrayContaining(['Windows 365', 'Cloud PC', 'Microsoft Intune']),
			);
		});

		it('offers the fields of an output before the first run', async () => {
			const answer = await fetch(`${real().n8n.url}/schemas/${nodeType}/1/deviceImage/get.json`);
			expect(answer.status).toBe(200);
			const { properties } = (await answer.json()) as { properties: object };
			expect(Object.keys(properties)).toEqual(expect.arrayContaining(['id', 'status', 'errorCode']));
		});

		it('shows its icon for light and dark', async () => {
			const node = (await real().n8n.api.nodeTypes()).find(({ name }) => name === nodeType);
			const icons = Object.values(node?.iconUrl as { light: string; dark: string });

			expect(icons).toHaveLength(2);
			for (const icon of icons) {
				const answer = await fetch(`${real().n8n.url}/${icon}`);
				expect(answer.status).toBe(200);
				expect(await answer.text()).toContain('<svg');
			}
		});
	});

	describe('the credential test', () => {
		const test = async (app: keyof typeof sampleApps) =>
			await real().n8n.api.testCredential({
				...localGraphCredential(real().graph, sampleApps[app], app),
				id: real().credentials[app].id,
			});

		it('is green for an app that may read and write, and changes nothing', async () => {
			const before = structuredClone(real().graph.tenant.images);
			expect(await test('readWrite')).toMatchObject({ status: 'OK' });

			expect(graphRequests(real())).toEqual([
				'POST /v1.0/$batch 200',
				`GET /v1.0${images} 200`,
				`DELETE /v1.0${images}/00000000-0000-0000-0000-000000000000 404`,
			]);
			expect(real().graph.tenant.images).toEqual(before);
		});

		it('is red for an app without consent, and says why', async () => {
			const result = await test('noConsent');

			expect(result.status).toBe('Error');
			expect(result.message).toContain('CloudPC.Read');
			expect(graphRequests(real())).toEqual(['POST /v1.0/$batch 200', `GET /v1.0${images} 403`]);
		});
	});

	describe('the pickers', () => {
		const search = async (parameter: string, method: string, filter?: string) => {
			const credentials = { [credentialType]: real().credentials.readWrite };
			const parameters = { authentication: 'oAuth2', resource: 'deviceImage', operation: 'get' };
			const request = { nodeType, parameter, method, parameters, credentials, filter };
			return (await real().n8n.api.searchList(request)).results;
		};

		it('list every device image with version and status', async () => {
			const { tenant } = real().graph;
			const found = await search('imageId', 'searchImages');

			expect(found).toHaveLength(tenant.images.size);
			for (const { id, displayName, version, status } of tenant.images.values()) {
				// v1.0 of Graph has no word for the status `warning`.
				const name =
					status === 'warning' ? expect.any(String) : `${displayName} ${version} (${status})`;
				expect(found).toContainEqual({ name, value: id });
			}
		});

		it('list only what was searched for', async () => {
			const image = real().graph.tenant.addImage({
				displayName: 'Needle in Haystack',
				status: 'ready',
			});
			const found = await search('imageId', 'searchImages', 'needle');

			expect(found).toEqual([{ name: 'Needle in Haystack 1.0.0 (ready)', value: image.id }]);
			expect(await search('imageId', 'searchImages', 'no such image')).toEqual([]);
		});

		it('list the source images in Azure', async () => {
			const all = await search('sourceImageResourceId', 'searchSourceImages');
			const ids = Object.values(sampleSources).map(({ resourceId }) => resourceId);
			expect(all.map(({ value }) => value).sort()).toEqual([...ids].sort());

			const found = await search('sourceImageResourceId', 'searchSourceImages', 'windows10');
			expect(found.map(({ value }) => value)).toEqual([sampleSources.managed22H2.resourceId]);
		});
	});
}
