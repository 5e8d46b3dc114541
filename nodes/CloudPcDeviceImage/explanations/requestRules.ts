import { isUnusable, status } from '../graph/errorPredicates';
import { isMissingMethod } from '../graph/missingMethod';
import { accessRules } from './accessRules';
import type { ErrorRule, FailedOperation } from './errorRule';

/** What to do before a second try where nobody knows whether the service acted; nothing for a read. */
const ifWrite = ({ access, noun = 'list' }: FailedOperation): string =>
	access === 'write'
		? ` The change might have been made. Check the ${noun} before you try again.`
		: '';

const checkPath =
	"Check that the credential's tenant and 'Cloud' are those of the images. With a custom 'Graph URL', check that it has no version and that the gateway forwards the path.";

/** As n8n shows the parameter: `device image` is chosen in 'Device Image'. */
const inTitleCase = (noun: string): string => noun.replace(/\b[a-z]/g, (first) => first.toUpperCase());

/** What a request can meet between this n8n and a response of the service: nothing, or nothing that can be used. */
const noResponseRules: readonly ErrorRule[] = [
	{
		when: isUnusable,
		message: () => "the response from Microsoft Graph isn't valid",
		remedy: (operation) =>
			`A proxy or gateway in front of Microsoft Graph might have cut or replaced it. Try again later.${ifWrite(operation)}`,
	},
	{
		when: ({ kind }) => kind === 'timeout',
		message: () => 'Microsoft Graph did not respond in time',
		remedy: (operation) =>
			!operation.hasRequestOptions
				? 'Check the network and proxy settings of the n8n instance, and try again later. A trigger does so automatically: its next successful poll reports what has changed.'
				: `Raise the option 'Request Timeout (Seconds)', and check the network and proxy settings of the n8n instance.${ifWrite(operation)}`,
	},
	{
		when: (failure) => failure.status === undefined,
		message: () => 'Microsoft Graph could not be reached',
		remedy: (operation) =>
			`Check the network, proxy, and DNS settings of the n8n instance, and the credential's 'Cloud'.${ifWrite(operation)}`,
	},
	{
		when: isMissingMethod,
		message: () => "this operation isn't available in this Microsoft Graph version or cloud",
		remedy: () =>
			"Set the option 'API Version' to 'Automatic', and check the credential's 'Cloud'. With a custom 'Graph URL', check that it has no version and that the gateway forwards the method.",
	},
	{
		when: status(408),
		message: () => 'Microsoft Graph did not receive the request in time',
		remedy: (operation) =>
			`The connection might be slow, or a proxy might delay the request. Check the network and proxy settings of the n8n instance, and try again later.${ifWrite(operation)}`,
	},
];

/** What any request can meet, once there is a token. The last rule fits every failure. */
export const requestRules: readonly ErrorRule[] = [
	...noResponseRules,
	{
		when: status(423),
		message: ({ noun }) => `another operation${noun ? ` on the ${noun}` : ''} is in progress`,
		remedy: () =>
			"Wait until the operation finishes, then run the node again. To wait for an upload, use 'Wait for Status'.",
	},
	...accessRules,
	{
		when: status(404),
		message: ({ noun = 'list' }) => `the ${noun} was not found`,
		remedy: ({ noun }) =>
			noun === undefined
				? checkPath
				: `It might have been deleted, or it belongs to another tenant or cloud. Choose it again from the list in '${inTitleCase(noun)}'.`,
	},
	{
		when: status(400),
		message: () => 'Microsoft Graph rejected the request',
		remedy: () => "Check the values of the parameters, and the option 'API Version'.",
	},
	{
		when: status(414, 431),
		message: () => 'the request is too long',
		remedy: () => 'Shorten the values of the parameters.',
	},
	{
		when: status(429),
		message: () => 'Microsoft Graph is throttling this app',
		remedy: (_, { mayHaveBeenProcessed }) =>
			`Try again later, run the workflow less often, or spread its executions.${mayHaveBeenProcessed ? '' : " The request wasn't processed."}`,
	},
	{
		when: (failure) => failure.status !== undefined && failure.status >= 500,
		message: (_, failure) => `Microsoft Graph is temporarily unavailable (status ${failure.status})`,
		remedy: (operation) =>
			`Try again later, and check the service health in the Microsoft 365 admin center.${ifWrite(operation)}`,
	},
	{
		when: () => true,
		message: (_, failure) => `Microsoft Graph returned status ${failure.status}`,
		remedy: () => 'Search for the returned message in the Microsoft Graph documentation.',
	},
];
