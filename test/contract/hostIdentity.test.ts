/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import { ManagedIdentityApplication } from '@azure/msal-node';
import axios from 'axios';

import { identityHeader, sampleIdentities, type GraphServer } from '../graph-server';
import { readJwt } from './jwt';
import { axiosFor, imagesV1 } from './msal';
import { withLocalGraph } from './withLocalGraph';

let graph: GraphServer;
const imds = '/metadata/identity/oauth2/token';
const appService = '/msi/token';

withLocalGraph('per file', (local) => {
	graph = local.graph;
	process.env.AZURE_POD_IDENTITY_AUTHORITY_HOST = graph.httpUrl;
});
afterAll(() => {
	delete process.env.AZURE_POD_IDENTITY_AUTHORITY_HOST;
});

async function ask(path: string, params: object, headers: object) {
	const request = { params, headers: { ...headers }, validateStatus: () => true };
	const { status, data } = await axios.get(`${graph.httpUrl}${path}`, request);
	return [status, data.error ?? data.client_id];
}

describe('6.2 managed identity', () => {
	it.each([
		['system-assigned', undefined, sampleIdentities.system],
		['user-assigned', sampleIdentities.user.clientId, sampleIdentities.user],
	])('MSAL gets a token that Graph takes: %s', async (_, userAssignedClientId, identity) => {
		const app = new ManagedIdentityApplication({ managedIdentityIdParams: { userAssignedClientId } });
		const { accessToken } = await app.acquireToken({ resource: graph.httpsUrl });
		expect(readJwt(accessToken).claims).toMatchObject({
			aud: graph.httpsUrl,
			oid: identity.principalId,
			appid: identity.clientId,
			roles: identity.appRoles,
		});
		expect((await axiosFor(graph, accessToken).get(imagesV1)).status).toBe(200);
	});

	it('IMDS wants its header, its version, a known resource and an identity that it has', async () => {
		const query = { 'api-version': '2018-02-01', resource: graph.httpUrl };
		const metadata = { Metadata: 'true' };
		expect(await ask(imds, query, metadata)).toEqual([200, sampleIdentities.system.clientId]);
		expect(await ask(imds, query, {})).toEqual([400, 'invalid_request']);
		const forwarded = { ...metadata, 'X-Forwarded-For': '10.0.0.1' };
		expect(await ask(imds, query, forwarded)).toEqual([400, 'invalid_request']);
		expect(await ask(imds, { resource: graph.httpUrl }, metadata)).toEqual([400, 'bad_request']);
		const vault = { ...query, resource: 'https://vault.example' };
		expect(await ask(imds, vault, metadata)).toEqual([400, 'invalid_resource']);
		expect(await ask(imds, { ...query, client_id: 'x' }, metadata)).toEqual([400, 'invalid_request']);
	});

	it('App Service wants the header that only the app knows', async () => {
		const query = { 'api-version': '2019-08-01', resource: 'api://AzureADTokenExchange' };
		const header = { 'X-IDENTITY-HEADER': identityHeader };
		expect(await ask(appService, query, header)).toEqual([200, sampleIdentities.system.clientId]);
		expect(await ask(appService, query, {})).toEqual([403, 'forbidden']);
	});
});
