import { randomUUID } from 'node:crypto';

import { imagesV1 } from '../msal';
import { noSuchId, prefer } from './askedGraph';
import { hasHeader, innerErrorOf } from './facts';
import type { Question } from './question';

/** What travels beside the body (contract 1.2, 2.3, 3.5). */
export const headers: Question[] = [
	{
		id: 'client-request-id',
		section: '1.2',
		title: "The client's own request id, in the header and in innerError",
		evidence: 'documented',
		asks: 'read',
		async ask({ client }) {
			const own = randomUUID();
			const reply = await client.get(`${imagesV1}/${noSuchId}`, {
				headers: { 'client-request-id': own },
			});
			return {
				inHeader: reply.headers['client-request-id'] === own,
				inError: innerErrorOf(reply)['client-request-id'] === own,
			};
		},
		expected: [{ inHeader: true, inError: true }],
	},
	{
		id: 'no-client-request-id',
		section: '1.2',
		title: 'Without one, client-request-id equals request-id',
		evidence: 'observed',
		asks: 'read',
		async ask({ client }) {
			const inner = innerErrorOf(await client.get(`${imagesV1}/${noSuchId}`));
			return { equal: inner['client-request-id'] === inner['request-id'] };
		},
		expected: [{ equal: true }],
	},
	{
		id: 'no-etag',
		section: '1.2',
		title: 'ETag of an image',
		evidence: 'inferred',
		asks: 'read',
		async ask(graph) {
			const { id } = await graph.anImage();
			const reply = await graph.client.get(`${imagesV1}/${String(id)}`);
			return { header: hasHeader(reply, 'etag'), property: '@odata.etag' in Object(reply.data) };
		},
		expected: [{ header: false, property: false }],
	},
	{
		id: 'metadata-none',
		section: '1.2',
		title: 'Accept: application/json;odata.metadata=none leaves @odata.context out',
		evidence: 'unknown',
		asks: 'read',
		async ask({ client }) {
			const reply = await client.get(imagesV1, {
				headers: { Accept: 'application/json;odata.metadata=none' },
			});
			return { status: reply.status, context: '@odata.context' in Object(reply.data) };
		},
		expected: [{ status: 200, context: true }],
	},
	{
		id: 'preference-applied',
		section: '2.3',
		title: 'Preference-Applied for include-unknown-enum-members',
		evidence: 'unknown',
		asks: 'read',
		async ask(graph) {
			const { id } = await graph.anImage();
			const reply = await graph.client.get(`${imagesV1}/${String(id)}`, { headers: prefer });
			return { status: reply.status, header: hasHeader(reply, 'preference-applied') };
		},
		expected: [{ status: 200, header: true }],
	},
	{
		id: 'gateway-headers',
		section: '3.5',
		title: 'Headers of a refusal',
		evidence: 'observed',
		asks: 'read',
		async ask({ client }) {
			const reply = await client.get(`${imagesV1}/${noSuchId}`);
			return {
				'request-id': hasHeader(reply, 'request-id'),
				'x-ms-ags-diagnostic': hasHeader(reply, 'x-ms-ags-diagnostic'),
				'strict-transport-security': hasHeader(reply, 'strict-transport-security'),
			};
		},
		expected: [
			{ 'request-id': true, 'x-ms-ags-diagnostic': true, 'strict-transport-security': true },
		],
	},
];
