/* eslint-disable @n8n/community-nodes/no-deprecated-workflow-functions */
import type { INodeType } from 'n8n-workflow';

import { hostIdentityCredential } from '../graph-server';
import type { NodeRun } from './engine';
import { newIdentity } from './hostIdentities';
import { imagesPath } from './requestLines';
import { useNode } from './useNode';

const { anotherGraph, areas, engine, graph } = useNode({ graphFor: 'file', hostIdentitiesOf: 'virtualMachine' });

describe('the helper behind the HTTP Request node', () => {
	const getImages = `/v1.0${imagesPath}`;
	/** Does with the credential what n8n's node does. */
	const httpRequest: INodeType = {
		description: {
			displayName: 'HTTP',
			name: 'http',
			group: ['input'],
			version: 1,
			description: 'Sends a request',
			defaults: { name: 'HTTP' },
			inputs: ['main'],
			outputs: ['main'],
			credentials: [{ name: 'cloudPcGraphManagedIdentityApi', required: true }],
			properties: [{ displayName: 'URL', name: 'url', type: 'string', default: '' }],
		},
		async execute() {
			const uri = this.getNodeParameter('url', 0) as string;
			const json = await this.helpers.requestWithAuthentication.call(
				this,
				'cloudPcGraphManagedIdentityApi',
				{ uri, method: 'GET', json: true, followAllRedirects: true },
			);
			return [[{ json }]];
		},
	};
	const ask = async (url: string): Promise<NodeRun> =>
		await engine.run({ url }, { node: { type: 'test.http', typeVersion: 1 } });

	beforeAll(() => engine.addNode('test.http', httpRequest));

	it('gets a token, and another one after it has expired or the credential was edited', async () => {
		engine.useCredential(hostIdentityCredential(graph, newIdentity(graph)));
		const images = async (): Promise<unknown> => (await ask(graph.httpUrl + getImages)).items[0]?.json.value;
		expect(await images()).toHaveLength(8);
		graph.clock.advance(2 * graph.settings.tokenLifetimeMs);
		expect(await images()).toHaveLength(8);
		engine.editCredential({ managedIdentityClientId: newIdentity(graph).clientId });
		expect(await images()).toHaveLength(8);
		expect(areas()).toEqual([
			'identity GET 200',
			'graph GET 200',
			'graph GET 401',
			'identity GET 200',
			'graph GET 200',
			'identity GET 200',
			'graph GET 200',
		]);
	});

	it('takes none along with a redirect to another host', async () => {
		const other = await anotherGraph();
		const location = other.httpUrl + getImages;
		graph.faults.add({ path: getImages, then: { status: 307, headers: { location } } });
		engine.useCredential(hostIdentityCredential(graph));
		await ask(graph.httpUrl + getImages);
		const [seen] = other.requests;
		expect([seen?.path, seen?.headers.authorization]).toEqual([getImages, undefined]);
	});

	it('gets none for another host', async () => {
		engine.useCredential(hostIdentityCredential(graph));
		expect(await ask(graph.httpsUrl + getImages)).toFailWith('Its token was not sent to');
		expect(areas().filter((line) => line.startsWith('graph'))).toEqual([]);
	});
});
