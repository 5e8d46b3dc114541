import { readEntraError } from '../../../credentials/entra/entraErrors';
import { accessRules } from './accessRules';
import { conflictRules } from './conflictRules';
import type { DoneChange, GraphFailure } from './errors';
import { describeRetry } from './retry';
import { isSignIn, isUnusable, says, status } from './failureTests';
import { signInRules } from './signInRules';

/** The parts of an operation that an error message needs. */
export interface FailedOperation {
	/** Key of the operation, e.g. `deviceImage.create`. */
	key: string;
	/** What the user asked for, e.g. `Create device image`. */
	action: string;
	/** The least permission that Microsoft documents for it. */
	permission: string;
}

/** An error as the user reads it. */
export interface Explanation {
	/** What happened. */
	message: string;
	/** Why, how to mend it, and the ids that Microsoft's support asks for. */
	description: string;
}

/** What one kind of failure means to the user. */
export interface ErrorRule {
	when: (failure: GraphFailure, operation: FailedOperation) => boolean;
	/** Comes behind `action: `. */
	message: (operation: FailedOperation, failure: GraphFailure) => string;
	remedy: (operation: FailedOperation, failure: GraphFailure) => string;
}

const isReupload = ({ key }: FailedOperation): boolean => key === 'deviceImage.reupload';

/** Trigger and pickers decide by themselves how long to try. */
const hasOptions = ({ key }: FailedOperation): boolean => key !== 'trigger' && key !== 'picker';

const changes = ({ permission }: FailedOperation): boolean => permission === 'CloudPC.ReadWrite.All';

/** What asks for no image by its ID. */
const asksForAll = ({ key }: FailedOperation): boolean =>
	['deviceImage.create', 'deviceImage.getAll', 'picker', 'sourceImage.getAll', 'trigger'].includes(key);

/** The first rule that fits speaks; whatever fits none is told in Graph's own words. */
export const errorRules: readonly ErrorRule[] = [
	{
		when: (failure) => failure.remedy !== undefined,
		message: () => 'there is no token for Microsoft Graph',
		remedy: (_, failure) => failure.remedy ?? '',
	},
	...signInRules,
	{
		when: isUnusable,
		message: () => 'the answer cannot be used',
		remedy: () =>
			'A proxy or gateway on the way to Microsoft Graph may have cut or replaced it; try again later. For a change, look at the image first: it may have been carried out.',
	},
	{
		when: ({ kind }) => kind === 'timeout',
		message: () => 'Microsoft Graph did not answer in time',
		remedy: (operation) =>
			!hasOptions(operation)
				? "Check this machine's network and proxy, and try again later. A trigger does so by itself, and its next good poll tells what has changed."
				: "Raise the option 'Request Timeout (Seconds)', and check this machine's network and proxy. Nothing is known about whether a change was carried out: look at the image before trying again.",
	},
	{
		when: (failure) => failure.status === undefined,
		message: () => 'Microsoft Graph could not be reached',
		remedy: () =>
			"Check this machine's network, proxy and DNS, and the credential's 'Cloud'. Nothing is known about whether a change was carried out: look at the image before trying again.",
	},
	{
		when: (failure, operation) => isReupload(operation) && status(400, 404, 405, 410)(failure),
		message: () => 'Microsoft retired this action',
		remedy: () =>
			"Use the operation 'Retry Upload', its successor. If the image does not exist any more, create it again.",
	},
	{
		when: (failure, operation) =>
			operation.key === 'deviceImage.update' && status(400, 404, 405, 501)(failure),
		message: () => 'the service did not accept the change',
		remedy: () =>
			"Microsoft documents every property of a device image as read-only. Check that the image exists; to rename it or to give it another version, use 'Create' with the new values and then 'Delete' for the old image.",
	},
	{
		when: (failure) =>
			status(405, 501)(failure) ||
			(status(400, 404)(failure) && says(/found for the segment/i)(failure)),
		message: () => 'this Microsoft Graph does not offer the method',
		remedy: () =>
			"Set the option 'API Version' to Automatic. With a custom 'Graph URL' check that it has no version and that the gateway passes the method on.",
	},
	...conflictRules,
	...accessRules,
	{
		when: status(404),
		message: (operation) =>
			asksForAll(operation) ? 'the list was not found' : 'the device image was not found',
		remedy: (operation) =>
			asksForAll(operation)
				? "Check that the credential's tenant and 'Cloud' are those of the images. With a custom 'Graph URL' check that it has no version and that the gateway passes the path on."
				: "It may have been deleted, or it belongs to another tenant or cloud. Choose it again from the list in 'Device Image'.",
	},
	{
		when: status(400),
		message: () => 'Microsoft Graph did not accept the request',
		remedy: ({ key }) =>
			key === 'deviceImage.create'
				? 'Check name, version and source image. A tenant holds at most 20 custom images. With app-only sign-in, Windows 365 must have been granted Reader (Subscriptions.Read) on the Azure subscription of the source image.'
				: key === 'deviceImage.getAll'
					? "Check the values of the parameters, above all 'OData Filter'."
					: 'Check the values of the parameters and the version of Microsoft Graph that is asked.',
	},
	{
		when: status(414, 431),
		message: () => 'the request is too long',
		remedy: () => "Shorten the option 'OData Filter'; the Filters above it work inside n8n and have no such limit.",
	},
	{
		when: status(429),
		message: () => 'Microsoft Graph is throttling this app',
		remedy: (_, { mayHaveBeenProcessed }) =>
			`Try again later, run the workflow less often, or spread its runs.${mayHaveBeenProcessed ? '' : ' The service did not act on this request.'}`,
	},
	{
		when: (failure) => failure.status !== undefined && failure.status >= 500,
		message: (_, failure) => `Microsoft Graph failed with status ${failure.status}`,
		remedy: () =>
			'Try again later and look at the service health in the Microsoft 365 admin centre. For a change, look at the image first: it may have been carried out.',
	},
	{
		when: () => true,
		message: (_, failure) => `Microsoft Graph answered with status ${failure.status}`,
		remedy: () => 'Search the service message in the Microsoft Graph documentation.',
	},
];

/**
 * Says in plain words what went wrong, why, and what to do.
 *
 * @param failure what came back
 * @param operation what had been asked for
 */
export function explainGraphError(failure: GraphFailure, operation: FailedOperation): Explanation {
	const { done, ...readFailure } = failure;
	if (done) return explainAfterChange(done, explainGraphError(readFailure, readingBack), operation);
	const rule = errorRules.find((candidate) => candidate.when(failure, operation));
	if (!rule) throw new Error('The last rule fits every failure');
	const ids = supportIds(failure);
	return {
		message: `${operation.action}: ${rule.message(operation, failure)}`,
		description: [
			saidBy(failure),
			rule.remedy(operation, failure),
			failure.mayHaveBeenProcessed && changes(operation)
				? 'An earlier try of this request may have been carried out: look at the image before trying again.'
				: '',
			describeRetry(failure, hasOptions(operation)),
			ids.length > 0 ? `For Microsoft support: ${ids.join(', ')}.` : '',
		]
			.filter(Boolean)
			.join('\n'),
	};
}

const readingBack: FailedOperation = {
	key: 'deviceImage.get',
	action: 'Get device image',
	permission: 'CloudPC.Read.All',
};

/** The change must come first: who reads only why the look failed makes it again. */
function explainAfterChange(
	{ what, imageId }: DoneChange,
	read: Explanation,
	{ action }: FailedOperation,
): Explanation {
	return {
		message: `${action}: ${what}, but the image could not be read afterwards`,
		description: [
			`Do not run this again before you have looked at the image: use Get or Wait for Status with the ID ${imageId}.`,
			`Why it could not be read: ${read.message}`,
			read.description,
		].join('\n'),
	};
}

/** The ids by which Microsoft finds the request: none where it has seen none. */
function supportIds(failure: GraphFailure): string[] {
	const { requestId, clientRequestId, correlationId, traceId, date, remedy } = failure;
	const isEntra = correlationId !== undefined || traceId !== undefined;
	if (remedy !== undefined && !isEntra) return [];
	const ids = isSignIn(failure)
		? { 'correlation ID': correlationId, 'trace ID': traceId, date }
		: { 'request-id': requestId, 'client-request-id': clientRequestId, date };
	return Object.entries(ids).flatMap(([name, id]) => (id ? [`${name} ${id}`] : []));
}

/** The words of Entra or of the service, with the service's code; nothing where the remedy says it all. */
function saidBy(failure: GraphFailure): string {
	const { serviceMessage, code, remedy } = failure;
	if (serviceMessage === '' && remedy !== undefined) return '';
	const words = serviceMessage || 'nothing';
	if (isSignIn(failure)) return `${readEntraError(words) ? 'Entra' : 'n8n'} said: ${words}`;
	return `The service said: ${words}${code && !words.includes(code) ? ` (${code})` : ''}`;
}
