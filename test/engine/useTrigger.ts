import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { appOnlyCredential, sampleApps } from '../graph-server';
import type { PollOptions } from './engine';
import { useNode, type TestNode } from './useNode';

type PollContext = ReturnType<TestNode['engine']['pollContext']>;

/** A time to come back that is longer than any poll has, so that a fault is not tried again within it. */
export const laterThanThePoll = { 'Retry-After': '7200' };
export const throttled = { status: 429, headers: laterThanThePoll };

/** An image that failed, as Graph has it. */
export const failure = { status: 'failed', errorCode: 'sourceImageNotGeneralized' };

export const tenants = {
	first: '11111111-aaaa-4aaa-8aaa-111111111111',
	second: '22222222-bbbb-4bbb-8bbb-222222222222',
};

const compared = 'id,status,errorCode,osStatus,expirationDate,lastModifiedDateTime,version,displayName';
/** The request of a poll, as the log has it. */
export const listRequest = `GET /v1.0# $select=${compared} 200`;

/** The second look by ID at an image that is gone, as the log has it. */
export const secondLook = (id: string): string => `GET /v1.0#/${id} $select=${compared} 404`;

/** Returns the static data that the database holds at this moment. */
export const saved = ({ staticData }: { staticData: IDataObject }): IDataObject =>
	JSON.parse(JSON.stringify(staticData)) as IDataObject;

/** What n8n gives a poll that is not durable. */
const usualBudgetMs = 300_000;

/** One activation of the trigger, with the static data that n8n would load for it. */
export class Activation {
	/** What the trigger logged, by level. */
	readonly warn: jest.SpyInstance;
	readonly info: jest.SpyInstance;

	constructor(
		private readonly context: PollContext,
		readonly staticData: IDataObject,
		private readonly options: Pick<PollOptions, 'budgetMs'>,
	) {
		this.warn = jest.spyOn(context.logger, 'warn').mockImplementation(() => {});
		this.info = jest.spyOn(context.logger, 'info').mockImplementation(() => {});
	}

	/** Polls, and the poll has only that time, ms; others have as much as they were given at the activation. */
	async pollIn(budgetMs: number): Promise<string[]> {
		const given = this.options.budgetMs;
		this.options.budgetMs = budgetMs;
		try {
			return await this.poll();
		} finally {
			this.options.budgetMs = given;
		}
	}

	/** Polls and returns the items. */
	async items(): Promise<IDataObject[]> {
		return ((await this.context.poll())?.[0] ?? []).map(({ json }) => json);
	}

	/** Polls and returns `event name` of each item. */
	async poll(): Promise<string[]> {
		return (await this.items()).map(
			({ event, image }) => `${String(event)} ${String((image as IDataObject).displayName)}`,
		);
	}
}

/** A trigger on an empty tenant, whose uploads end only when a test says so. */
export interface TestTrigger {
	node: TestNode;
	/** Makes the context of one activation; default: of all events of status, creation and deletion, without any state. */
	activate(parameters?: object, staticData?: IDataObject, options?: Partial<PollOptions>): Activation;
	/** Adds an image named Finance, and returns its ID. */
	addFinance(status?: string): string;
	/** Changes properties of an image. */
	change(id: string, properties: object): void;
	/** Signs a user of a tenant in, as the button Connect of the credential does. */
	connectTo(tenantId: string): Promise<void>;
}

/** Arranges the trigger, n8n's engine and the local Graph for the tests of a file; called once, at its top. */
export function useTrigger(): TestTrigger {
	const node = useNode({ seed: 'empty', settings: { uploadMs: 3_600_000 }, chance: 0.05 });
	const { engine, graph } = node;
	return {
		node,
		activate(parameters, staticData = {}, options = {}) {
			const all: INodeParameters = { events: ['ready', 'failed', 'pending', 'created', 'deleted'], ...parameters };
			const given: PollOptions = { parameters: all, staticData, budgetMs: usualBudgetMs, ...options };
			return new Activation(engine.pollContext(given), staticData, given);
		},
		addFinance: (status = 'pending') => graph.tenant.addImage({ displayName: 'Finance', status }).id,
		change(id, properties) {
			const image = graph.tenant.images.get(id);
			if (!image) throw new Error(`No image ${id}`);
			Object.assign(image, { lastModifiedDateTime: new Date().toISOString() }, properties);
		},
		async connectTo(tenantId) {
			Object.assign(graph.tenant, { id: tenantId });
			const access_token = await graph.issueToken({ kind: 'delegated' });
			engine.useCredential({
				...appOnlyCredential(graph, sampleApps.readWrite),
				grantType: 'authorizationCode',
				tenantId: 'organizations',
				oauthTokenData: { access_token },
			});
		},
	};
}
