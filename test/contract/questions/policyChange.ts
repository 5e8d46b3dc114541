import { policies } from '../msal';
import type { AskedGraph, Entity } from './askedGraph';
import { outcome, propertiesOf } from './facts';
import { NotAsked, type Facts, type Question } from './question';

const beta = policies.replace('v1.0', 'beta');

/** Reads the policy that the caller named, with every property. */
async function read({ client, options }: AskedGraph): Promise<Entity> {
	if (options.policyId === undefined) throw new NotAsked('it changes a policy; give --write and --policy');
	const { status, data } = await client.get(`${beta}/${options.policyId}`);
	if (status !== 200) throw new NotAsked(`the policy was answered with ${status}`);
	return data as Entity;
}

/** Sends a policy the image that it has, and looks what that changes beside who changed it and when. */
async function sendItsOwnImage(graph: AskedGraph, version: 'v1.0' | 'beta'): Promise<Facts> {
	const before = await read(graph);
	const { imageId, imageType, imageDisplayName } = before;
	if (![imageId, imageType, imageDisplayName].every((value) => typeof value === 'string' && value !== '')) {
		throw new NotAsked('the policy does not show its image with type and name');
	}
	const path = `${policies.replace('v1.0', version)}/${graph.options.policyId}`;
	const reply = await graph.client.patch(path, { imageId, imageType, imageDisplayName });
	const after = await read(graph);
	const changed = propertiesOf({ ...before, ...after }).filter(
		(name) => !name.startsWith('lastModified') && JSON.stringify(before[name]) !== JSON.stringify(after[name]),
	);
	return { ...outcome(reply), entity: 'id' in Object(reply.data), changed };
}

/** PATCH of the three fields of an image, with the values that the policy has (life cycle contract 1.4). */
export const policyChanges: Question[] = (['v1.0', 'beta'] as const).map((version) => ({
	id: `policy-patch-${version}`,
	section: 'L9',
	title: `PATCH of a policy with the image that it has, on ${version}`,
	evidence: 'unknown',
	asks: 'writePolicy',
	ask: async (graph) => await sendItsOwnImage(graph, version),
	expected: [{ status: 204, entity: false, changed: [] }],
}));
