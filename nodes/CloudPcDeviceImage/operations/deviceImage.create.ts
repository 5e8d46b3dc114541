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
import { createErrors } from './deviceImage/createErrors';
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

interface NewImage {
	displayName: string;
	version: string;
	sourceImageResourceId: string;
}

async function findImage(
	graph: GraphClient,
	{ displayName, version }: NewImage,
	isMeant: (image: GraphEntity) => boolean = () => true,
): Promise<GraphEntity | undefined> {
	for await (const image of graph.list(deviceImagesPath)) {
		if (image.displayName === displayName && image.version === version && isMeant(image)) return image;
	}
	return undefined;
}

/** How far the clocks of n8n and Microsoft may differ, ms. */
const clockToleranceMs = 300_000;

/** Whether an image can be the one that a request made: of its source, and not older than it. */
const isMadeBy =
	({ sourceImageResourceId }: NewImage, sentAt: number) =>
	(image: GraphEntity): boolean => {
		const source = String(image.sourceImageResourceId ?? sourceImageResourceId);
		const modifiedAt = Date.parse(String(image.lastModifiedDateTime)) || 0;
		return (
			source.toLowerCase() === sourceImageResourceId.toLowerCase() &&
			modifiedAt >= sentAt - clockToleranceMs
		);
	};

/**
 * Creates an image and never sends it twice blindly (docs/adr/0006-writes-are-not-doubled.md). When nobody knows
 * whether the service acted, the image with this name, version and source that is new since the request is the answer.
 *
 * @param mayExist whether an image of this name and version will do that is older
 * @throws GraphError the first one, when there is no such image
 */
async function createOnce(
	graph: GraphClient,
	wanted: NewImage,
	mayExist: boolean,
	clock: Clock,
): Promise<GraphEntity> {
	const sentAt = clock.now();
	return await graph.post(deviceImagesPath, { ...wanted }).catch(async (error: unknown) => {
		const { isOutcomeUnknown, lookAfterLost } = await import('./outcome');
		const isTaken = error instanceof GraphError && error.failure.status === 409;
		const mayBeOurs = isOutcomeUnknown(error) || (isTaken && error.failure.waitedMs !== undefined);
		if (!mayBeOurs && !(isTaken && mayExist)) throw error;
		const isMeant = isTaken && mayExist ? undefined : isMadeBy(wanted, sentAt);
		const image = await lookAfterLost(error, async () => await findImage(graph, wanted, isMeant));
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
	noun: 'device image',
	errorRules: createErrors,
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

		const wanted = { displayName, version, sourceImageResourceId };
		const mayExist = optionValue(values, 'ifExists') === 'returnExisting';
		const existing = mayExist ? await findImage(graph, wanted) : undefined;
		const image = existing ?? (await createOnce(graph, wanted, mayExist, clock));
		if (!waiting || !wait) return [image];
		const imageId = String(image.id);
		const look = waiting.lookAt(graph, deviceImagePath(imageId));
		if (existing) return [await waiting.waitForStatus(look, wait, clock)];
		const { readAfter } = await import('./outcome');
		const done = { what: 'the image was created', imageId };
		return [await readAfter(done, async () => await waiting.waitForStatus(look, wait, clock))];
	},
};
