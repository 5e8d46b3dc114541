import {
	NodeConnectionTypes,
	type IDataObject,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

import { loadOptionsOf } from './n8n/pickerMethods';
import { nodeCredentials, triggerProperties } from './properties';

/** What only a poll needs: n8n starts faster without it. */
const loadForPoll = async () => ({
	...(await import('./graph/clock')),
	...(await import('./n8n/connect')),
	...(await import('./n8n/nodeErrors')),
	...(await import('./parameters/authentication')),
	...(await import('./parameters/parameter')),
	...(await import('./trigger/pollOnce')),
	...(await import('./trigger/settings')),
});

/** Contexts that have polled before: n8n makes one for each activation. */
const polledContexts = new WeakSet<IPollFunctions>();

export class CloudPcDeviceImageTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Cloud PC Device Image Trigger',
		name: 'cloudPcDeviceImageTrigger',
		icon: {
			light: 'file:../../icons/cloudPcDeviceImage.svg',
			dark: 'file:../../icons/cloudPcDeviceImage.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["events"].join(", ") }}',
		description: 'Starts the workflow when the status of a Windows 365 custom device image changes',
		defaults: { name: 'Cloud PC Device Image Trigger' },
		polling: true,
		builderHint: {
			searchHint:
				'Polls Windows 365 custom device images and reports each change once. The first poll is a baseline that reports nothing. A failed upload comes with explanation and remedy.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-cloudpc-device-image.cloudPcDeviceImage',
					relationHint: 'Reads, uploads, and deletes the images that the trigger reports',
				},
			],
		},
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: nodeCredentials,
		properties: triggerProperties,
	};

	methods = {
		loadOptions: {
			getImages: loadOptionsOf(async () => (await import('./operations/deviceImage/resource')).searchImages),
		},
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		const isFirstPoll = !isLaterPoll(this);
		polledContexts.add(this);
		const needed = await loadForPoll();
		const { authenticationParameter, connectToGraph, isPermanent, pollOnce, readParameters } = needed;
		const { realClock, settingsOf, toNodeError, triggerParameters } = needed;
		try {
			const { authentication, ...values } = readParameters(
				{ authentication: authenticationParameter, ...triggerParameters },
				(property) => this.getNodeParameter(property.name, property.default),
			);
			const { id, name } = this.getNode();
			const result = await pollOnce(settingsOf(values), {
				clock: realClock(),
				connect: async () => await connectToGraph(this, authentication),
				budgetMs: this.getPollBudgetMs(),
				isManual: this.getMode() === 'manual',
				// With the name, as n8n keeps the saved state by it: under a new one nothing is saved, which means a new baseline.
				trigger: `${this.getWorkflow().id} ${id} ${name}`,
				saved: this.getWorkflowStaticData('node'),
			});
			if (!result) return null;
			const { events, inconclusive, tookBaseline } = result;
			warnOfInconclusive(this, inconclusive);
			if (events.length > 0) return [events.map((event) => ({ json: event as object as IDataObject }))];
			if (tookBaseline && !isFirstPoll) noteLateBaseline(this);
			return null;
		} catch (error) {
			const nodeError = toNodeError(this.getNode(), error, {
				action: 'Poll device images',
				permission: 'CloudPC.Read.All',
				access: 'read',
				hasRequestOptions: false,
			});
			if (this.getMode() === 'manual' || !isFirstPoll || isPermanent(nodeError)) throw nodeError;
			// n8n gives a trigger up for good when its first poll fails a few times within seconds.
			this.logger.warn(
				`${nodeError.message}. The trigger '${this.getNode().name}' is active and retries at its next poll.`,
				{ description: nodeError.description },
			);
			return null;
		}
	}
}

/**
 * Whether n8n has activated this trigger before this poll. Its durable scheduler makes a new context for every poll;
 * these have the mode `update` and a budget below the 5 minutes that all others have (n8n 2.40, PollContext).
 */
function isLaterPoll(context: IPollFunctions): boolean {
	const isDurable = context.getActivationMode() === 'update' && context.getPollBudgetMs() < 300_000;
	return isDurable || polledContexts.has(context);
}

/** What n8n has not saved yet a restart takes back, which only a log can tell. */
function noteLateBaseline(context: IPollFunctions): void {
	context.logger.info(
		`The trigger '${context.getNode().name}' stored its baseline now instead of when the workflow was published. Earlier changes aren't reported. Without durable poll cursors, n8n saves the baseline with the first event. If n8n stops before that, the trigger stores a new baseline when n8n starts.`,
	);
}

/** Tells the administrator which images neither exist nor are gone, as far as Graph says. */
function warnOfInconclusive(context: IPollFunctions, inconclusive: Map<string, Error>): void {
	if (inconclusive.size === 0) return;
	context.logger.warn(
		`The trigger '${context.getNode().name}' can't determine whether a missing image still exists. It checks again at its next poll.`,
		{ answers: Object.fromEntries([...inconclusive].map(([id, { message }]) => [id, message])) },
	);
}
