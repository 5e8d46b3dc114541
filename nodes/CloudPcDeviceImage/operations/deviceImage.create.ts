import type { INodeProperties } from 'n8n-workflow';

import { optionsField } from '../fields/optionsField';
import { sourceImageLocator } from '../fields/sourceImageLocator';
import { waitOptions } from '../fields/waitFields';
import type { GraphClient, GraphEntity } from '../graph/client';
import { GraphError } from '../graph/errors';
import { deviceImagePath, deviceImagesPath } from '../graph/paths';
import type { Clock } from '../images/clock';
import { optionValue } from './apiVersion';
import { checkSourceImageResourceId, checkText, checkVersion } from './checks';
import type { Operation } from './operation';

const nameField: INodeProperties = {
	displayName: 'Display Name',
	name: 'displayName',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. Finance Windows 11',
	description: 'Name of the image; together with the version it must be unique in the tenant',
};

const versionField: INodeProperties = {
	displayName: 'Version',
	name: 'version',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 1.0.0',
	description: 'Three whole numbers: major.minor.patch',
};

const createOptions: INodeProperties[] = [
	{
		displayName: 'If Image Exists',
		name: 'ifExists',
		type: 'options',
		options: [
			{
				name: 'Return Existing Image',
				value: 'returnExisting',
				description: 'Look for the same name and version first, and upload only when there is none',
			},
			{
				name: 'Stop With Error',
				value: 'error',
				description: 'Send the request and let Microsoft Graph refuse it',
			},
		],
		default: 'error',
		description: 'What to do when an image with this name and version exists already',
	},
	{
		displayName: 'Wait Until Ready',
		name: 'waitUntilReady',
		type: 'boolean',
		default: false,
		description: 'Whether to wait until the upload has ended, and to stop with an error unless it is ready',
	},
];

async function findImage(
	graph: GraphClient,
	displayName: string,
	version: string,
	modifiedSince = 0,
): Promise<GraphEntity | undefined> {
	for await (const image of graph.list(deviceImagesPath)) {
		const isNamed = image.displayName === displayName && image.version === version;
		const modifiedAt = Date.parse(String(image.lastModifiedDateTime)) || 0;
		if (isNamed && modifiedAt >= modifiedSince) return image;
	}
	return undefined;
}

/** How far the clocks of n8n and Microsoft may differ, ms. */
const clockToleranceMs = 300_000;

/**
 * Creates an image and never sends it twice blindly (docs/adr/0006-writes-are-not-doubled.md). When nobody knows
 * whether the service acted, the image with this name and version that is new since the request is the answer.
 *
 * @throws GraphError the first one, when there is no such image
 */
async function createOnce(
	graph: GraphClient,
	body: { displayName: string; version: string; sourceImageResourceId: string },
	clock: Clock,
): Promise<GraphEntity | undefined> {
	const sentAt = clock.now();
	return await graph.post(deviceImagesPath, body).catch(async (error: unknown) => {
		const { isOutcomeUnknown } = await import('../graph/retry');
		const wasRefused =
			!isOutcomeUnknown(error) &&
			!(error instanceof GraphError && error.failure.status === 409 && error.failure.waitedMs !== undefined);
		if (wasRefused) throw error;
		const { displayName, version } = body;
		const image = await findImage(graph, displayName, version, sentAt - clockToleranceMs).catch(
			(lookError: unknown) => {
				// The first error is the one that says that the image may have been made.
				throw lookError instanceof GraphError ? error : lookError;
			},
		);
		if (!image) throw error;
		return image;
	});
}

/** https://learn.microsoft.com/graph/api/virtualendpoint-post-deviceimages */
export const createDeviceImage: Operation = {
	resource: 'deviceImage',
	value: 'create',
	name: 'Create',
	action: 'Create device image',
	description: 'Upload a source image from Azure as a new device image',
	permission: 'CloudPC.ReadWrite.All',
	autoVersion: 'v1.0',
	fields: [
		nameField,
		versionField,
		sourceImageLocator,
		optionsField([...createOptions, ...waitOptions]),
	],
	async run({ values, graph, clock }) {
		const displayName = checkText('Display Name', values.displayName, 'Finance Windows 11');
		const version = checkVersion(values.version);
		const sourceImageResourceId = checkSourceImageResourceId(values.sourceImageResourceId);
		const mustWait = optionValue(values, 'waitUntilReady') === true;
		const waiting = mustWait ? await import('./waiting') : undefined;
		const wait = waiting?.readWaitOptions(values, 'ready', true);

		const existing =
			optionValue(values, 'ifExists') === 'returnExisting'
				? await findImage(graph, displayName, version)
				: undefined;
		const image =
			existing ??
			(await createOnce(graph, { displayName, version, sourceImageResourceId }, clock));
		if (!image?.id) throw noImageReturned();
		if (!waiting || !wait) return [image];
		const path = deviceImagePath(String(image.id));
		return [await waiting.waitForStatus(waiting.lookAt(graph, path), wait, clock)];
	},
};

const noImageReturned = (): GraphError =>
	new GraphError({
		request: `POST ${deviceImagesPath}`,
		status: 200,
		code: 'NoImageReturned',
		serviceMessage: 'The service accepted the image but did not return it; look for it with Get Many.',
	});
