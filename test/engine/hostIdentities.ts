import { randomUUID } from 'node:crypto';

import { registerNewApp, sampleImageIds, type App, type GraphServer, type ManagedIdentity } from '../graph-server';
import type { Engine, NodeRun } from './engine';

/** Gets one image with a host identity. */
export const getImage = {
	authentication: 'managedIdentity',
	resource: 'deviceImage',
	operation: 'get',
	imageId: { __rl: true, mode: 'id', value: sampleImageIds.ready },
};

/** Adds a user-assigned identity that no test before has a token of. */
export function newIdentity(
	graph: GraphServer,
	appRoles = ['CloudPC.Read.All'],
): ManagedIdentity {
	const identity = { kind: 'user' as const, clientId: randomUUID(), principalId: randomUUID(), appRoles };
	graph.identities.push(identity);
	return identity;
}

/**
 * Registers an app without any secret, which trusts an identity.
 *
 * @param host where the identity is
 * @param directory where the app is
 */
export async function federatedApp(
	host: GraphServer,
	identity: ManagedIdentity,
	directory: GraphServer = host,
): Promise<App> {
	return await host.trustIdentity(registerNewApp(directory.tenant, { secrets: [] }), identity);
}

/** Ten executions that start together, of 20 items each; no two ask for the same, or they would be one request. */
export const run10 = async (engine: Engine): Promise<NodeRun[]> =>
	await Promise.all(Array.from({ length: 10 }, async () => await engine.run({ ...getImage, options: { timeoutSeconds: '={{ 60 + $itemIndex }}' } }, { input: Array(20).fill({}) })));

/** Reads what a token says, without checking its signature. */
export function claimsOf(token: string): Record<string, unknown> {
	return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
}
