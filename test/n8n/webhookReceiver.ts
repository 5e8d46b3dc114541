/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import type { AddressInfo } from 'node:net';

import fastify from 'fastify';

/** Stands for Teams, Slack or whatever a workflow notifies. */
export interface WebhookReceiver {
	url: string;
	/** The JSON bodies in the order in which they came. */
	received: unknown[];
	close(): Promise<void>;
}

/** Starts a receiver on loopback. */
export async function startWebhookReceiver(): Promise<WebhookReceiver> {
	const server = fastify();
	const received: unknown[] = [];
	server.post('/device-images', async ({ body }) => {
		received.push(body);
		return {};
	});
	await server.listen({ host: '127.0.0.1', port: 0 });
	const { port } = server.server.address() as AddressInfo;
	const url = `http://127.0.0.1:${port}/device-images`;
	return { url, received, close: async () => await server.close() };
}
