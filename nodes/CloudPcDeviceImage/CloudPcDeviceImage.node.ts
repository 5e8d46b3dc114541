import {
	NodeConnectionTypes,
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { authenticationField } from './fields/authenticationField';
import { searchImages } from './fields/imageLocator';
import { searchSourceImages } from './fields/sourceImageLocator';
import type { Deprecation } from './graph/deprecation';
import type { GraphConnection } from './graph/exchange';
import { findOperation, operationProperties } from './operations';
import { chooseApiVersion } from './operations/apiVersion';
import type { Call } from './operations/calls';
import { failedOperation, type Operation, type Values } from './operations/operation';

/** What only a run needs: n8n starts faster without it. */
const loadForRun = async () => ({
	...(await import('./graph/deprecation')),
	...(await import('./images/clock')),
	...(await import('./nodeErrors')),
	...(await import('./operations/calls')),
});

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
				name: 'cloudPcGraphManagedIdentityApi',
				required: true,
				displayOptions: { show: { authentication: ['managedIdentity'] } },
			},
			{
				name: 'cloudPcGraphOAuth2Api',
				required: true,
				displayOptions: { show: { authentication: ['oAuth2'] } },
			},
		],
		properties: [
			authenticationField,
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
		const needed = await loadForRun();
		const { Cancelled, deprecationHint, groupCalls, realClock, runTogether, toNodeError } = needed;
		const output: INodeExecutionData[] = [];
		const clock = realClock(this.getExecutionCancelSignal());
		const connections = new Map<unknown, GraphConnection>();
		let deprecation: Deprecation | undefined;
		const onDeprecated = (found: Deprecation): void => {
			deprecation ??= found;
		};
		const calls: Call[] = [];
		for (let item = 0; item < this.getInputData().length; item++) {
			calls.push(await readCall(this, item, connections));
		}
		for (const group of groupCalls(calls)) {
			for (const outcome of await runTogether(group, clock, onDeprecated)) {
				const { item, operation } = outcome;
				if ('entities' in outcome) {
					output.push(...outcome.entities.map((json) => ({ json, pairedItem: { item } })));
					continue;
				}
				const nodeError = toNodeError(this.getNode(), outcome.error, failedOperation(operation), item);
				if (outcome.error instanceof Cancelled || !this.continueOnFail()) throw nodeError;
				// n8n would cut an item with `error` beside `json` down to the message; these keys it routes whole.
				const details: IDataObject = {
					description: nodeError.description,
					...(nodeError.context.data as IDataObject | undefined),
				};
				output.push({ json: { error: nodeError.message, details }, pairedItem: { item } });
			}
		}
		if (deprecation) addHint(this, deprecationHint(deprecation));
		return [output];
	}
}

/** Reads what an item asks for; one connection serves all items with the same authentication. */
async function readCall(
	context: IExecuteFunctions,
	item: number,
	connections: Map<unknown, GraphConnection>,
): Promise<Call> {
	const operation = operationOf(context, item);
	try {
		const values = valuesOf(context, operation, item);
		const version = chooseApiVersion(operation, values);
		const authentication = context.getNodeParameter('authentication', item);
		const connection =
			connections.get(authentication) ?? (await connect(context, authentication, item));
		connections.set(authentication, connection);
		return { item, operation, values, version, connection };
	} catch (error) {
		return { item, operation, error };
	}
}

async function connect(
	context: IExecuteFunctions,
	authentication: unknown,
	item: number,
): Promise<GraphConnection> {
	const { connectToGraph } = await import('./graph/connect');
	return await connectToGraph(context, authentication, item);
}

/** Shows a warning beside the output, where this n8n can. */
function addHint(context: IExecuteFunctions, message: string): void {
	if (typeof context.addExecutionHints !== 'function') return;
	context.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
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
