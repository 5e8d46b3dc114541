import {
	NodeConnectionTypes,
	type IDataObject,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

import type { WatchState } from './trigger/statusChanges';
import { loadOptionsOf } from './n8n/pickerMethods';
import { triggerProperties } from './properties';

/** What only a poll needs: n8n starts faster without it. */
const loadForPoll = async () => ({
	...(await import('./graph/client')),
	...(await import('./graph/clock')),
	...(await import('./n8n/connect')),
	...(await import('./n8n/nodeErrors')),
	...(await import('./parameters/authentication')),
	...(await import('./parameters/parameter')),
	...(await import('./trigger/settings')),
	...(await import('./trigger/statusChanges')),
	...(await import('./trigger/testEvent')),
	...(await import('./trigger/unsavedState')),
	...(await import('./trigger/watchedImages')),
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
		inputs: [],
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
		const { connectToGraph, createGraphClient, isPermanent, realClock, toNodeError } = needed;
		const { findStatusChanges, listWatchedImages, confirmDeletions, makeTestEvents, missingIds } = needed;
		const { recallUnsavedState, keepUnsavedState } = needed;
		const { authenticationParameter, readParameters, settingsOf, triggerParameters } = needed;
		const clock = realClock();
		try {
			const { authentication, ...values } = readParameters(
				{ authentication: authenticationParameter, ...triggerParameters },
				(property) => this.getNodeParameter(property.name, property.default),
			);
			const settings = settingsOf(values);
			const connect = async () => await connectToGraph(this, authentication);
			const connection = await connect();
			const startedAt = clock.now();
			const graph = createGraphClient(connection, settings.apiVersion, {
				retryBudgetMs: 20_000,
				deadline: startedAt + Math.round(this.getPollBudgetMs() * 0.9),
			});
			const scope = { ...settings.scope, connection: connection.identity };
			const images = await listWatchedImages(graph, scope, settings.fullImage);
			if (this.getMode() === 'manual') {
				const { events, expiresWithinDays } = scope;
				return itemsOf(makeTestEvents(images, events, clock.now(), expiresWithinDays));
			}

			const saved = this.getWorkflowStaticData('node') as { watch?: WatchState };
			// With the name, as n8n keeps the saved state by it: under a new one nothing is saved, which means a new baseline.
			const trigger = `${this.getWorkflow().id} ${this.getNode().id} ${this.getNode().name}`;
			const missing = missingIds(recallUnsavedState(trigger, saved.watch), scope, images);
			const again = await confirmDeletions(graph, missing, settings.fullImage);
			// Who signed in to another tenant meanwhile has listed that one's images.
			if (missing.length > 0 && (await connect()).identity !== connection.identity) return null;
			warnOfUnclear(this, again.inconclusive);
			// Read again, as another poll may have ended meanwhile.
			const known = recallUnsavedState(trigger, saved.watch);
			const found = findStatusChanges(known, {
				scope,
				startedAt,
				readAt: clock.now(),
				images: [...images, ...again.images],
				goneIds: again.goneIds,
				emitExisting: settings.emitExisting,
			});
			if (!found) return null;
			if (found.events.length === 0) {
				keepUnsavedState(trigger, saved.watch, found.state);
				const isBaseline = known?.scope.connection !== scope.connection;
				if (isBaseline && !isFirstPoll) noteLateBaseline(this);
			}
			saved.watch = found.state;
			return itemsOf(found.events);
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
				`${nodeError.message}. The trigger '${this.getNode().name}' is active and tries again at its next poll.`,
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
		`The trigger '${context.getNode().name}' has taken its baseline now, not at its activation: what changed before is not told. Without durable poll cursors n8n saves it with the first event only; when n8n stops before that, the trigger takes a new one at its start.`,
	);
}

/** Tells the administrator which images neither exist nor are gone, as far as Graph says. */
function warnOfUnclear(context: IPollFunctions, inconclusive: Map<string, Error>): void {
	if (inconclusive.size === 0) return;
	context.logger.warn(
		`The trigger '${context.getNode().name}' cannot tell whether an image that the list lacks still exists. It looks again at its next poll.`,
		{ answers: Object.fromEntries([...inconclusive].map(([id, { message }]) => [id, message])) },
	);
}

function itemsOf(events: object[]): INodeExecutionData[][] | null {
	return events.length > 0 ? [events.map((event) => ({ json: event as IDataObject }))] : null;
}
