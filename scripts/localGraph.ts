/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import type { INodeParameters } from 'n8n-workflow';

import { appOnlyCredential, sampleSources, type App, type GraphServer } from '../test/graph-server';
import { checkoutRoot } from './checkout';
import type { PlainCredential, WorkflowFile } from './n8nTypes';

/** Names of the nodes and of their credential type, as n8n knows those of an installed package. */
export const nodeType = 'n8n-nodes-cloudpc-device-image.cloudPcDeviceImage';
export const triggerType = `${nodeType}Trigger`;
export const credentialType = 'cloudPcGraphOAuth2Api';

/** The person who owns the n8n of the demo and of the tests. */
export const demoOwner = {
	email: 'demo@cloudpc.example',
	firstName: 'Demo',
	lastName: 'Administrator',
	password: 'CloudPcDemo1',
};

const examplesFolder = join(checkoutRoot, 'examples');

/** File names of all example workflows. */
export const exampleFiles = readdirSync(examplesFolder).filter((name) => name.endsWith('.json'));

const readWorkflow = (path: string): WorkflowFile => JSON.parse(readFileSync(path, 'utf8')) as WorkflowFile;

/** Reads an example as a user would import it. */
export const readExample = (file: string): WorkflowFile => readWorkflow(join(examplesFolder, file));

/**
 * The credential of an app that signs in by itself to the local Graph.
 * @param graph the running local Graph
 * @param app one of its app registrations
 * @param name what users see; the examples ask for `Cloud PC Graph`
 */
export function localGraphCredential(
	graph: GraphServer,
	app: Pick<App, 'clientId' | 'secrets'>,
	name = 'Cloud PC Graph',
): PlainCredential {
	return {
		name,
		type: credentialType,
		data: { ...appOnlyCredential(graph, app), access: 'readWrite' },
	};
}

/** The workflow that does every operation. It is no example: it changes the images that it finds. */
export const readTour = (): WorkflowFile => readWorkflow(join(checkoutRoot, 'scripts', 'deviceImageTour.json'));

/** What an example leaves to its user, in its node Settings. */
const userSettings = { sourceImageResourceId: sampleSources.managed.resourceId, sourceImage: 'windows11' };

/** Fills in values of the node Settings. */
function fillSettings(parameters: INodeParameters, values: Record<string, unknown>): void {
	const { assignments } = parameters.assignments as { assignments: Array<{ name: string; value: unknown }> };
	for (const setting of assignments) {
		if (setting.name in values) setting.value = values[setting.name];
	}
}

/**
 * Gives a workflow its credential and its settings, and makes it check every other second: uploads to the local Graph take
 * seconds.
 * @param workflow an example
 * @param credential stored in the n8n that will run it
 * @param settings more values of its node Settings, e.g. `teamsWebhookUrl`
 * @returns a changed copy
 */
export function fitToLocalGraph(
	workflow: WorkflowFile,
	credential: { id: string; name: string },
	settings: Record<string, unknown> = {},
): WorkflowFile {
	const copy = structuredClone(workflow);
	for (const node of copy.nodes.filter(({ type }) => [nodeType, `${nodeType}Tool`, triggerType].includes(type))) {
		node.credentials = { [credentialType]: { id: credential.id, name: credential.name } };
		const options = node.parameters.options as { pollIntervalSeconds?: number } | undefined;
		if (options?.pollIntervalSeconds !== undefined) options.pollIntervalSeconds = 2;
	}
	for (const { name, type, parameters } of copy.nodes) {
		if (name === 'Settings') fillSettings(parameters, { ...userSettings, ...settings });
		if (type === 'n8n-nodes-base.wait' && parameters.resume === 'timeInterval') Object.assign(parameters, { amount: 2, unit: 'seconds' });
	}
	return copy;
}
