import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import type { Deprecation } from './graph/deprecation';
import { listSearchMethods } from './n8n/pickerMethods';
import type { FailedItem } from './operations/itemRunner';
import { actionProperties, nodeCredentials } from './properties';

/** What only a run needs: n8n starts faster without it. */
const loadForRun = async () => ({
	...(await import('./n8n/asTool')),
	...(await import('./n8n/connect')),
	...(await import('./n8n/durableWait')),
	...(await import('./n8n/hints')),
	...(await import('./graph/clock')),
	...(await import('./n8n/nodeErrors')),
	...(await import('./operations/operation')),
	...(await import('./operations/otherItems')),
	...(await import('./operations/readItems')),
	...(await import('./operations/runItems')),
	...(await import('./operations/waitingItems')),
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
		description: 'Upload, monitor, and manage Windows 365 custom device images',
		defaults: { name: 'Cloud PC Device Image' },
		usableAsTool: true,
		builderHint: {
			searchHint:
				'Windows 365 custom device images. Get Many reports every image with its status and, for a failed upload, the explanation and the remedy. After Create, use the trigger (Became Ready, Became Failed) or Wait for Status with Wait Mode durable: an upload can take more than an hour. Update and Reupload are for special cases only.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-cloudpc-device-image.cloudPcDeviceImageTrigger',
					relationHint: 'Starts a workflow when an image becomes ready, fails, or expires soon',
				},
				{ nodeType: 'n8n-nodes-base.wait', relationHint: 'Pauses between two checks of an upload and continues after a restart of n8n' },
			],
		},
		hints: [
			{
				message:
					"This wait keeps the execution in memory and stops when n8n restarts. For long uploads or several images, set 'Wait Mode' to 'Across Restarts'.",
				type: 'info',
				location: 'ndv',
				whenToDisplay: 'beforeExecution',
				displayCondition: '={{ $parameter["operation"] === "waitForStatus" && $parameter["waitMode"] !== "durable" }}',
			},
		],
		waitingNodeTooltip: 'Waiting for the upload of the device image, also when you close this window',
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: nodeCredentials,
		properties: actionProperties,
	};

	methods = {
		listSearch: listSearchMethods(actionProperties, async (name) => (await import('./operations')).findPicker(name)),
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const needed = await loadForRun();
		const { addHint, addNote, checkSameConnection, connectToGraph, deprecationHint, errorItem } = needed;
		const { errorsAreData, failedOperation, isFailed, isTool, noteOtherItems, nothingFoundItem, readItems, realClock, runItems, toNodeError } = needed;
		const itemCount = this.getInputData().length;
		const read = readItems(itemCount, (name, item, fallback) => this.getNodeParameter(name, item, fallback));
		const waiting = needed.waitingItems(read);
		const wait = waiting && new needed.DurableWait(this, waiting);
		let deprecation: Deprecation | undefined;
		const result = await runItems(read, {
			clock: realClock(this.getExecutionCancelSignal()),
			continuesOnFail: this.continueOnFail() || errorsAreData(this.getNode()),
			isTool: isTool(this.getNode()),
			connect: async (authentication, items) => {
				const open = async () => {
					const connection = await connectToGraph(this, authentication, items[0]);
					await checkSameConnection(this, authentication, items);
					return connection;
				};
				return wait ? await wait.connect(open) : await open();
			},
			onDeprecated: (found) => {
				deprecation ??= found;
			},
		});
		const nodeErrorOf = ({ item, operation, error }: FailedItem) =>
			toNodeError(this.getNode(), error, failedOperation(operation), item);
		const { outcomes, stoppedBy } = result;
		if (stoppedBy) {
			const nodeError = nodeErrorOf(stoppedBy);
			addNote(nodeError, noteOtherItems(result, stoppedBy, itemCount));
			throw nodeError;
		}
		if (deprecation) addHint(this, deprecationHint(deprecation));
		const output = outcomes.flatMap((outcome) => {
			const { item } = outcome;
			if (isFailed(outcome)) return [errorItem(nodeErrorOf(outcome), item)];
			if (outcome.nothingFound !== undefined) return [nothingFoundItem(outcome.nothingFound, item)];
			return outcome.entities.map((json) => ({ json, pairedItem: { item } }));
		});
		return [wait ? await wait.goOn(output) : output];
	}
}
