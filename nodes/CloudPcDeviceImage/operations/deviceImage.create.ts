import type { INodeProperties } from 'n8n-workflow';

import { optionsField } from '../fields/optionsField';
import { sourceImageLocator } from '../fields/sourceImageLocator';
import { readWaitOptions, waitOptions } from '../fields/waitFields';
import type { GraphClient, GraphEntity } from '../graph/client';
import { GraphError } from '../graph/errors';
import { deviceImagePath, deviceImagesPath } from '../graph/paths';
import { waitForStatus } from '../images/waitForStatus';
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
): Promise<GraphEntity | undefined> {
	for await (const image of graph.list(deviceImagesPath)) {
		if (image.displayName === displayName && image.version === version) return image;
	}
	return undefined;
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
		const wait = mustWait ? readWaitOptions(values, 'ready', true) : undefined;

		const existing =
			optionValue(values, 'ifExists') === 'returnExisting'
				? await findImage(graph, displayName, version)
				: undefined;
		const image =
			existing ??
			(await graph.post(deviceImagesPath, { displayName, version, sourceImageResourceId }));
		if (!image?.id) throw noImageReturned();
		if (!wait) return [image];
		const path = deviceImagePath(String(image.id));
		return [await waitForStatus(async () => await graph.get(path), wait, clock)];
	},
};

const noImageReturned = (): GraphError =>
	new GraphError({
		request: `POST ${deviceImagesPath}`,
		status: 200,
		code: 'NoImageReturned',
		serviceMessage: 'The service accepted the image but did not return it; look for it with Get Many.',
	});
