/* eslint-disable @n8n/community-nodes/no-restricted-globals */
/** The local Graph in a process of its own, so that its work is not counted as ours. Started by remoteGraph.ts. */
import { appOnlyCredential, sampleApps, startGraphServer } from '../graph-server';
import type { Counts, Order } from './remoteGraph';

/** As Microsoft's samples show one. */
const readyImage = {
	status: 'ready',
	operatingSystem: 'Windows 11 Enterprise',
	osBuildNumber: '24H2',
	osVersionNumber: '10.0.26100.4349',
	osStatus: 'supported',
	expirationDate: '2099-10-12',
};

async function main(): Promise<void> {
	const graph = await startGraphServer({ seed: 'empty' });
	const tell = (answer: unknown): void => void process.send?.(answer);

	const countAndForget = (): Counts => {
		const sent = graph.requests.filter(({ batchedIn }) => batchedIn === undefined);
		const counts = {
			graph: sent.filter(({ area }) => area === 'graph').length,
			token: sent.filter(({ area }) => area === 'login').length,
		};
		graph.clearRequests();
		return counts;
	};

	const { tenant } = graph;

	function setImages(count: number): string[] {
		tenant.images.clear();
		for (let number = 0; number < count; number++) tenant.addImage(readyImage);
		return [...tenant.images.keys()];
	}

	function setPolicies(count: number): string[] {
		tenant.policies.clear();
		const imageId = [...tenant.images.keys()].at(-1) ?? '';
		for (let number = 1; number <= count; number++) tenant.addPolicy({ displayName: `Policy ${number}`, imageId });
		return [...tenant.policies.keys()];
	}

	function setCloudPcs(count: number): string[] {
		const [policy = ''] = setPolicies(1);
		tenant.cloudPcs.clear();
		tenant.provisionCloudPcs(policy, count);
		return [];
	}

	process.on('message', ({ delayMs, images, policies, cloudPcs, count }: Order) => {
		if (delayMs !== undefined) graph.settings.answerDelayMs = delayMs;
		const ids = [
			...(images === undefined ? [] : setImages(images)),
			...(policies === undefined ? [] : setPolicies(policies)),
			...(cloudPcs === undefined ? [] : setCloudPcs(cloudPcs)),
		];
		tell({ ids, counts: count ? countAndForget() : undefined });
	});
	process.on('disconnect', () => void graph.close().finally(() => process.exit()));
	tell({ url: graph.httpUrl, credential: appOnlyCredential(graph, sampleApps.readWrite) });
}

void main();
