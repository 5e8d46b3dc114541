import type { ErrorRule, FailedOperation } from '../explanations/errorRule';
import type { ApiVersion, GraphClient, GraphEntity } from '../graph/client';
import type { EntityProperties } from '../graph/entityProperties';
import type { Clock } from '../graph/clock';
import type { BetaOnly } from '../parameters/apiVersion';
import type { RequestOptions } from '../parameters/options';
import type { Parameter, Parameters, ResolvedValuesOf, ValuesOf } from '../parameters/parameter';

/** The parameters of an operation; each has the options of a request. */
export type OperationParameters = Parameters & { options: Parameter<RequestOptions> };

/** What an operation works with: checked values, never n8n's `this`. */
export interface OperationInput<P extends Parameters> {
	values: ResolvedValuesOf<P>;
	/** In the version that the user or the operation asks for. */
	graph: GraphClient;
	/** In beta; the same as `graph` where that is in beta. */
	beta: GraphClient;
	clock: Clock;
	/** Whether an AI agent runs the node as its tool. */
	isTool: boolean;
}

/** One thing a user can do. Its file holds everything about it. */
export interface Operation<P extends OperationParameters = OperationParameters> {
	/** Stored in workflows as the parameter `resource`. */
	resource: string;
	/** Stored in workflows as the parameter `operation`. */
	value: string;
	/** Shown in the list, e.g. `Get Many`. */
	name: string;
	/** Shown in the node picker, e.g. `Get many device images`. */
	action: string;
	/** One sentence for people. */
	description: string;
	/** What an AI agent reads of its tool: what it does, and which values it takes. */
	toolDescription: string;
	/** Whether the least permission that Microsoft documents is one to change. */
	access: 'read' | 'write';
	/** The API version behind the option `auto`; `betaOnly`: the method does not exist in v1.0. */
	api: ApiVersion | 'betaOnly';
	/** What it acts on, e.g. `device image`; undefined for a list. */
	noun?: string;
	/** What only this operation can meet. */
	errorRules?: readonly ErrorRule[];
	/** Whether many items travel together as JSON batches. */
	batches?: boolean | ((values: ValuesOf<P>) => boolean);
	/** By stored name, in the order in which n8n shows them. */
	parameters: P;
	/** Refuses values that do not fit together, before anything is sent. @throws InvalidInput */
	check?(values: ValuesOf<P>): void;
	/** Returns what of the values only beta has, if anything. */
	needsBeta?(values: ValuesOf<P>): BetaOnly | undefined;
	/** Returns what a call changes, the same text for the same thing: it is never changed twice at a time. */
	changes?(values: ResolvedValuesOf<P>): string;
	/** Returns what was looked for, when a list is empty, e.g. `No device image has the status failed`. */
	nothingFound?(values: ResolvedValuesOf<P>): string;
	/** What an output item holds, when it is not what the resource has. */
	output?: EntityProperties;
	/**
	 * Asks Graph, and returns one entity per output item.
	 * @throws GraphError; ImageNotReady
	 */
	run(input: OperationInput<P>): Promise<GraphEntity[]>;
}

/** Returns the least permission that Microsoft documents for an operation. */
export const permissionOf = ({ access }: Pick<Operation, 'access'>): string =>
	access === 'read' ? 'CloudPC.Read.All' : 'CloudPC.ReadWrite.All';

/** Returns what an error message needs of an operation; undefined where it could not be read. */
export const failedOperation = (operation: Operation | undefined): FailedOperation => ({
	action: operation?.action ?? 'Run the node',
	permission: permissionOf(operation ?? { access: 'read' }),
	access: operation?.access ?? 'read',
	noun: operation?.noun,
	errorRules: operation?.errorRules,
	hasRequestOptions: true,
});

/** Makes an operation whose `run` gets the types of its parameters. */
export const defineOperation = <P extends OperationParameters>(operation: Operation<P>): Operation =>
	operation as unknown as Operation;
