import type { INodeProperties } from 'n8n-workflow';

import { eventually } from '../eventually';
import type { NodeDetailView } from './nodeDetailView';

/**
 * Asserts that a node shows exactly these fields, in this order, and that each collection offers exactly its entries.
 * @param view of the node
 * @param properties that n8n shows now
 * @param ofN8n labels that n8n puts above them
 */
export async function expectFields(
	view: NodeDetailView,
	properties: INodeProperties[],
	ofN8n: string[] = ['Credential'],
): Promise<void> {
	await eventually(
		async () => await view.labels(),
		[...ofN8n, ...properties.map(({ displayName }) => displayName)],
	);
	for (const { displayName, type, options } of properties) {
		if (type !== 'collection') continue;
		const entries = (options as INodeProperties[]).map((entry) => entry.displayName);
		expect([displayName, await view.addable(displayName)]).toEqual([displayName, entries]);
	}
}
