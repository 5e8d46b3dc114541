import {
	NodeConnectionTypes,
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { searchImages } from './fields/imageLocator';
import { searchSourceImages } from './fields/sourceImageLocator';
import { createGraphClient } from './graph/client';
import { connectToGraph } from './graph/connect';
import { Cancelled, realClock } from './images/clock';
import { toNodeError } from './nodeErrors';
import { findOperation, operationProperties } from './operations';
import { chooseApiVersion } from './operations/apiVersion';
import type { Operation, Values } from './operations/operation';

export class CloudPcDeviceImage implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Cloud PC Device Image',
		name: 'cloudPcDeviceImage',
		icon: {
			light: 'file:../../icons/cloudPcDeviceImage.svg',
			dark: 'file:../../icons/cloudPcDeviceImage.dark.svg',
		},
		group: ['input'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Upload, watch and manage Windows 365 custom device images',
		defaults: { name: 'Cloud PC Device Image' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'cloudPcGraphOAuth2Api',
				required: true,
				displayOptions: { show: { authentication: ['oAuth2'] } },
			},
		],
		properties: [
			{
				displayName: 'Authentication',
				name: 'authentication',
				type: 'options',
				options: [{ name: 'OAuth2', value: 'oAuth2' }],
				default: 'oAuth2',
			},
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'Device Image', value: 'deviceImage' },
					{ name: 'Source Image', value: 'sourceImage' },
				],
				default: 'deviceImage',
			},
			...operationProperties,
		],
	};

	methods = {
		listSearch: { searchImages, searchSourceImages },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const output: INodeExecutionData[] = [];
		const clock = realClock(this.getExecutionCancelSignal());
		for (let item = 0; item < this.getInputData().length; item++) {
			const operation = operationOf(this, item);
			try {
				const values = valuesOf(this, operation, item);
				const version = chooseApiVersion(operation, values);
				const authentication = this.getNodeParameter('authentication', item);
				const connection = await connectToGraph(this, authentication, item);
				const graph = createGraphClient(connection, version);
				const entities = await operation.run({ values, graph, clock });
				output.push(...entities.map((json) => ({ json, pairedItem: { item } })));
			} catch (error) {
				const failure = { ...operation, key: `${operation.resource}.${operation.value}` };
				const nodeError = toNodeError(this.getNode(), error, failure, item);
				if (error instanceof Cancelled || !this.continueOnFail()) throw nodeError;
				// n8n would cut an item with `error` beside `json` down to the message; these keys it routes whole.
				const details: IDataObject = {
					description: nodeError.description,
					...(nodeError.context.data as IDataObject | undefined),
				};
				output.push({ json: { error: nodeError.message, details }, pairedItem: { item } });
			}
		}
		return [output];
	}
}

function operationOf(context: IExecuteFunctions, itemIndex: number): Operation {
	const resource = context.getNodeParameter('resource', itemIndex);
	const value = context.getNodeParameter('operation', itemIndex);
	const operation = findOperation(resource, value);
	if (operation) return operation;
	throw new NodeOperationError(
		context.getNode(),
		`The operation '${String(value)}' does not exist for the resource '${String(resource)}'`,
		{ description: 'Choose resource and operation from their lists.', itemIndex },
	);
}

/** Reads every field of the operation; a field that n8n hides gives its default. */
function valuesOf(context: IExecuteFunctions, { fields }: Operation, itemIndex: number): Values {
	const read = fields
		.filter(({ type }) => type !== 'notice')
		.map(({ name, type, default: fallback }) => [
			name,
			context.getNodeParameter(name, itemIndex, fallback, {
				extractValue: type === 'resourceLocator',
			}),
		]);
	return Object.fromEntries(read);
}
