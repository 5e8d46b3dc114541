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
} from '../../scripts/localGraph';
import type { PlainCredential, StoredWorkflow, WorkflowFile } from '../../scripts/n8nTypes';
import { sampleApps, sampleSources } from '../graph-server';
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
 * Publishes a workflow that a webhook starts: it uploads an image, waits in memory until it is ready, and reports that.
 * Each gets a credential of its own, without a token.
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
	const workflow = await main.api.createWorkflow(uploadOnCall(path, receiver.url, { id, name: plain.name }));
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

function uploadOnCall(path: string, reportUrl: string, credential: { id: string; name: string }): WorkflowFile {
	const upload: INode = {
		id: randomUUID(),
		name: 'Create Image and Wait',
		type: nodeType,
		typeVersion: 1,
		position: [440, 0],
		parameters: {
			authentication: 'oAuth2',
			resource: 'deviceImage',
			operation: 'create',
			displayName: "={{ $('Start').item.json.body.marker }}",
			version: '1.0.0',
			sourceImageResourceId: { __rl: true, mode: 'id', value: sampleSources.managed.resourceId },
			options: { ifExists: 'returnExisting', waitUntilReady: true, pollIntervalSeconds: 1 },
		},
		credentials: { [credentialType]: credential },
	};
	const start: INode = {
		id: randomUUID(),
		name: 'Start',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: path,
		position: [0, 0],
		parameters: { httpMethod: 'POST', path, responseMode: 'onReceived' },
	};
	return {
		name: 'Upload on call',
		settings: { executionOrder: 'v1' },
		nodes: [start, upload, reportNode(reportUrl, '$json.displayName')],
		connections: {
			Start: { main: [[{ node: upload.name, type: 'main', index: 0 }]] },
			[upload.name]: { main: [[{ node: 'Report', type: 'main', index: 0 }]] },
		},
	};
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

/** Waits until a published webhook works, which is a moment after n8n has answered. */
export async function registered(fleet: Fleet, path: string): Promise<void> {
	const giveUpAt = Date.now() + 60_000;
	const sql = 'SELECT 1 FROM webhook_entity WHERE "webhookPath" = $1';
	while ((await fleet.services.query(sql, [path])).length === 0) {
		if (Date.now() > giveUpAt) throw new Error('The webhook was not registered in 60 s.');
		await pause(200);
	}
}

/** Calls a webhook of n8n. @throws Error when it refuses */
export async function callWebhook(url: string, body: object): Promise<void> {
	const answer = await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	if (!answer.ok) throw new Error(`The webhook answered ${answer.status}: ${await answer.text()}`);
}
