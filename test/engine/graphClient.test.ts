import { sampleApps, sampleImageIds } from '../graph-server';
import { imagesPath } from './requestLines';
import { byId, jsonOf, useNode } from './useNode';

const node = useNode();
const { anotherGraph, engine, graph, output, requests, run, strike } = node;
const ready = { imageId: byId(sampleImageIds.ready) };

describe('the Graph client', () => {
	it('sends the headers of the contract, and signs in once for many items', async () => {
		const result = await run('get', ready, { input: [{}, {}, {}] });
		expect(jsonOf(result).map(({ id }) => id)).toEqual(Array(3).fill(sampleImageIds.ready));
		expect(result).toBePaired([0, 1, 2]);
		const first = requests().find(({ path }) => path.endsWith(sampleImageIds.ready));
		expect(first?.headers).toMatchObject({
			prefer: 'include-unknown-enum-members',
			accept: 'application/json',
			authorization: expect.stringMatching(/^Bearer ey/),
			'client-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
		});
		expect(requests('login').map(({ path, body }) => [path, body])).toEqual([
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
		await output('get', ready);
		graph.clock.advance(2 * graph.settings.tokenLifetimeMs);
		await output('get', ready);
		expect(requests().map(({ status }) => status)).toEqual([200, 401, 200]);
	});

	it('follows every page, and stops at the limit', async () => {
		graph.settings.pageSize = 3;
		expect(await output('getAll', { returnAll: true, output: 'raw' })).toHaveLength(8);
		expect(node).toHaveSent(3);
		graph.clearRequests();
		expect(await output('getAll', { limit: 2 })).toHaveLength(2);
		expect(node).toHaveSent(1);
	});

	it('never takes the token to another host', async () => {
		const other = await anotherGraph();
		strike({ nextLink: `${other.httpUrl}/v1.0${imagesPath}` });
		expect(await run('getAll', { returnAll: true, output: 'raw' })).toFailWith({
			description: expect.stringContaining('on a different host'),
		});
		expect(other.requests).toEqual([]);
	});
});

describe('an error of sign-in or network', () => {
	it("holds Entra's own code for a wrong secret, and never the secret", async () => {
		engine.editCredential({ clientSecret: 'wrong-secret-value' });
		const result = await run('getAll');
		expect(result).toFailWith({
			message: expect.stringContaining("didn't issue a token"),
			description: expect.stringContaining('AADSTS7000215'),
		});
		expect(JSON.stringify(result.error)).not.toContain('wrong-secret-value');
	});

	it('says that Graph could not be reached', async () => {
		await output('getAll');
		engine.editCredential({ customGraphUrl: 'http://127.0.0.1:9' });
		expect(await run('getAll')).toFailWith({
			message: expect.stringContaining('could not be reached'),
			description: expect.stringContaining('ECONNREFUSED'),
		});
	});

	it('says that a gateway responded with HTML', async () => {
		strike({ html: 502 });
		expect(await run('getAll', { options: { retryBudgetSeconds: 0 } })).toFailWith({
			message: 'Get many device images: Microsoft Graph is temporarily unavailable (status 502)',
			description: expect.stringContaining('not JSON'),
		});
	});
});
