/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';

import type { INode } from 'n8n-workflow';

import {
	credentialType,
	localGraphCredential,
	nodeType,
	readExample,
} from '../../scripts/localGraph';
import type { PlainCredential, StoredWorkflow, WorkflowFile } from '../../scripts/n8nTypes';
import { sampleApps } from '../graph-server';
import type { Fleet } from './fleet';

/** What an execution told at its end. */
export interface Report {
	marker: string;
	/** Of the execution that sent it. */
	executionId: string;
}

/** Takes the reports that executions send over HTTP. */
export class ReportReceiver {
	readonly reports: Report[] = [];

	private readonly server: Server = createServer((request, answer) => {
		void text(request).then((body) => {
			this.reports.push(JSON.parse(body) as Report);
			answer.end('{}');
		});
	});

	/** Starts to listen on loopback. */
	async open(): Promise<void> {
		this.server.listen(0, '127.0.0.1');
		await once(this.server, 'listening');
	}

	/** Where reports are sent. */
	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
	}

	/** Frees the port. */
	async close(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}
}

/** A published workflow that uploads an image per call of its webhook. */
export interface UploadWorkflow {
	workflow: StoredWorkflow;
	credential: PlainCredential & { id: string };
	/** Calls the webhook once per marker, all at once; each starts an execution. */
	start(markers: string[]): Promise<void>;
}

/**
 * Publishes examples/create-image-and-wait.json, started by a webhook instead of by hand and with a
 * report at its end. Each gets a credential of its own, without a token.
 * @param fleet where it runs
 * @param receiver gets the display name of every image that became ready
 */
export async function publishUploads(
	fleet: Fleet,
	receiver: ReportReceiver,
): Promise<UploadWorkflow> {
	const { main, graph } = fleet;
	const path = randomUUID();
	const plain = localGraphCredential(graph, sampleApps.readWrite, `Uploads ${path}`);
	const { id } = await main.api.importCredential(plain);
	const credential = { ...plain, id };
	const file = onWebhook(readExample('create-image-and-wait.json'), path, receiver.url);
	for (const node of file.nodes.filter(({ type }) => type === nodeType)) {
		node.credentials = { [credentialType]: { id, name: plain.name } };
	}
	const workflow = await main.api.createWorkflow(file);
	await main.api.publish(workflow);
	await registered(fleet, path);
	return {
		workflow,
		credential,
		start: async (markers) => {
			const url = `${main.url}/webhook/${path}`;
			await Promise.all(markers.map(async (marker) => await callWebhook(url, { marker })));
		},
	};
}

function onWebhook(example: WorkflowFile, path: string, reportUrl: string): WorkflowFile {
	const find = (name: string) => {
		const node = example.nodes.find((one) => one.name === name);
		if (node === undefined) throw new Error(`The example has no node '${name}'.`);
		return node;
	};
	Object.assign(find('Start'), {
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: path,
		parameters: { httpMethod: 'POST', path, responseMode: 'onReceived' },
	});
	const create = find('Create Image and Wait').parameters;
	create.displayName = "={{ $('Start').item.json.body.marker }}";
	(create.options as { pollIntervalSeconds: number }).pollIntervalSeconds = 1;

	const marker = "$('Create Image and Wait').item.json.displayName";
	example.nodes.push(reportNode(reportUrl, marker));
	example.connections['Tell That It Is Ready'] = {
		main: [[{ node: 'Report', type: 'main', index: 0 }]],
	};
	return example;
}

/**
 * Publishes the trigger, which reports every image that appears in the tenant. It looks every minute.
 * @param fleet where it runs
 * @param receiver gets the display name of each new image
 */
export async function publishTrigger(fleet: Fleet, receiver: ReportReceiver): Promise<void> {
	const { api } = fleet.main;
	const plain = localGraphCredential(fleet.graph, sampleApps.readOnly, 'Trigger');
	const { id } = await api.importCredential(plain);
	const name = 'Cloud PC Device Image Trigger';
	const workflow = await api.createWorkflow({
		name: 'Tell new images',
		settings: { executionOrder: 'v1' },
		connections: { [name]: { main: [[{ node: 'Report', type: 'main', index: 0 }]] } },
		nodes: [
			{
				id: randomUUID(),
				name,
				type: `${nodeType}Trigger`,
				typeVersion: 1,
				position: [0, 0],
				parameters: {
					authentication: 'oAuth2',
					events: ['created'],
					pollTimes: { item: [{ mode: 'everyMinute' }] },
				},
				credentials: { [credentialType]: { id, name: plain.name } },
			},
			reportNode(receiver.url, '$json.image.displayName'),
		],
	});
	await api.publish(workflow);
}

function reportNode(url: string, marker: string): INode {
	return {
		id: randomUUID(),
		name: 'Report',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		position: [940, -100],
		parameters: {
			method: 'POST',
			url,
			sendBody: true,
			specifyBody: 'json',
			jsonBody: `={{ JSON.stringify({ marker: ${marker}, executionId: $execution.id }) }}`,
		},
	};
}

/** Publishing answers at once; the webhook works a moment later. */
async function registered(fleet: Fleet, path: string): Promise<void> {
	const giveUpAt = Date.now() + 60_000;
	const sql = 'SELECT 1 FROM webhook_entity WHERE "webhookPath" = $1';
	while ((await fleet.services.query(sql, [path])).length === 0) {
		if (Date.now() > giveUpAt) throw new Error('The webhook was not registered in 60 s.');
		await pause(200);
	}
}

async function callWebhook(url: string, body: object): Promise<void> {
	const answer = await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	if (!answer.ok) throw new Error(`The webhook answered ${answer.status}: ${await answer.text()}`);
}
