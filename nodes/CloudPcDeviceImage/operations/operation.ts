import type { INodeProperties } from 'n8n-workflow';

import type { ErrorRule, FailedOperation } from '../explanations/errorRule';
import type { ApiVersion, GraphClient, GraphEntity } from '../graph/client';
import type { Clock } from '../images/clock';
import { parameterText } from './parameterText';

export type Resource = 'deviceImage' | 'sourceImage';

/** Parameter values of one item, by stored name; resource locators as their plain value. */
export type Values = Readonly<Record<string, unknown>>;

/** What an operation works with: plain values, never n8n's `this`. */
export interface OperationInput {
	values: Values;
	graph: GraphClient;
	clock: Clock;
}

/** One thing a user can do. Its file holds everything about it. */
export interface Operation {
	resource: Resource;
	/** Stored in workflows as the parameter `operation`. */
	value: string;
	/** Shown in the list, e.g. `Get Many`. */
	name: string;
	/** Shown in the node picker, e.g. `Get many device images`. */
	action: string;
	/** One sentence for people and for AI agents. */
	description: string;
	/** The least permission that Microsoft documents. */
	permission: 'CloudPC.Read.All' | 'CloudPC.ReadWrite.All';
	/** What it acts on, e.g. `device image`; undefined for a list. */
	noun?: string;
	/** What only this operation can meet. */
	errorRules?: readonly ErrorRule[];
	/** The API version behind the option `auto`. */
	autoVersion: ApiVersion;
	/** The method does not exist in v1.0. */
	betaOnly?: boolean;
	/** Many items travel together as JSON batches. */
	batches?: boolean;
	fields: INodeProperties[];
	/**
	 * Checks the values, asks Graph, and gives one entity per output item.
	 * @throws InvalidInput before anything is sent; GraphError; ImageNotReady
	 */
	run(input: OperationInput): Promise<GraphEntity[]>;
}

/** Gives what an error message needs of an operation. */
export const failedOperation = (operation: Operation): FailedOperation => ({
	...operation,
	access: operation.permission === 'CloudPC.Read.All' ? 'read' : 'write',
	hasRequestOptions: true,
});

/** A parameter value that Microsoft Graph would refuse, found before anything was sent. */
export class InvalidInput extends Error {
	/**
	 * @param field the parameter as the user sees it, e.g. `Version`
	 * @param value what it holds
	 * @param reason ends the sentence, e.g. `which is not an image ID`
	 * @param description what would be right, with an example
	 */
	constructor(
		field: string,
		value: unknown,
		reason: string,
		readonly description: string,
	) {
		const shown = parameterText(value).trim();
		const short = [...shown.slice(0, 200)].slice(0, 100).join('').replace(/[\p{Cc}\p{Cs}]/gu, '\ufffd');
		const dots = shown.length > short.length ? '…' : '';
		super(short === '' ? `'${field}' is empty` : `'${field}' has the value '${short}${dots}', ${reason}`);
	}
}
