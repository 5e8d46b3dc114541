import type { GraphFailure } from './errors';

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

interface ErrorRule {
	when: (failure: GraphFailure, operation: FailedOperation) => boolean;
	message: (operation: FailedOperation, failure: GraphFailure) => string;
	remedy: (operation: FailedOperation) => string;
}

const status =
	(...statuses: number[]) =>
	(failure: GraphFailure): boolean =>
		failure.status !== undefined && statuses.includes(failure.status);

const isReupload = (operation: FailedOperation): boolean =>
	operation.key === 'deviceImage.reupload';

/** The first rule that fits speaks; whatever fits none is told in Graph's own words. */
const rules: ErrorRule[] = [
	{
		when: (failure) => failure.code === 'SignInFailed',
		message: ({ action }) => `${action}: Microsoft Entra did not give a token`,
		remedy: () =>
			'Open the credential, check tenant, client ID and secret or certificate, and press Reconnect or Retry. An expired secret is renewed in the Entra admin centre under App registrations > your app > Certificates & secrets.',
	},
	{
		when: (failure) => failure.status === undefined,
		message: ({ action }) => `${action}: Microsoft Graph could not be reached`,
		remedy: () =>
			"Check this machine's network, proxy and DNS, and the credential's 'Cloud'. Nothing is known about whether a change was carried out: look at the image before trying again.",
	},
	{
		when: status(401),
		message: ({ action }) => `${action}: Microsoft Graph did not accept the sign-in`,
		remedy: () =>
			"Open the credential and reconnect it. Check that its 'Cloud' is the cloud of the tenant: tokens of one cloud do not work in another.",
	},
	{
		when: status(403),
		message: ({ action, permission }) => `${action}: access denied, the permission ${permission} is missing`,
		remedy: ({ permission }) =>
			`In the Entra admin centre open App registrations > your app > API permissions, add Microsoft Graph ${permission} (Application for app-only, Delegated for user sign-in) and grant admin consent, then reconnect the credential. A signed-in user also needs the Windows 365 Administrator or Intune Administrator role, and the tenant a Windows 365 licence.`,
	},
	{
		when: (failure, operation) => isReupload(operation) && status(400, 404, 405, 410)(failure),
		message: () => 'Reupload device image: Microsoft retired this action',
		remedy: () =>
			"Use the operation 'Retry Upload', its successor. If the image does not exist any more, create it again.",
	},
	{
		when: (failure, operation) =>
			operation.key === 'deviceImage.update' && status(400, 404, 405, 501)(failure),
		message: ({ action }) => `${action}: the service did not accept the change`,
		remedy: () =>
			"Microsoft documents every property of a device image as read-only. Check that the image exists; to rename it or to give it another version, use 'Create' with the new values and then 'Delete' for the old image.",
	},
	{
		when: status(404),
		message: ({ action }) => `${action}: the device image was not found`,
		remedy: () =>
			"It may have been deleted, or it belongs to another tenant or cloud. Choose it again from the list in 'Device Image'.",
	},
	{
		when: (failure, operation) =>
			operation.key === 'deviceImage.delete' && status(400, 409, 423)(failure),
		message: ({ action }) => `${action}: the image cannot be deleted now`,
		remedy: () =>
			'An image that a provisioning policy uses cannot be deleted. In Intune under Devices > Windows 365 > Provisioning policies give that policy another image, then delete this one.',
	},
	{
		when: (failure, operation) => operation.key === 'deviceImage.create' && status(409)(failure),
		message: ({ action }) => `${action}: an image with this name and version exists already`,
		remedy: () =>
			"Raise 'Version', or set the option 'If Image Exists' to 'Return Existing Image'.",
	},
	{
		when: (failure, operation) =>
			operation.key === 'deviceImage.retryUpload' && status(400, 409)(failure),
		message: ({ action }) => `${action}: the upload cannot be retried now`,
		remedy: () => 'Only an image whose status is failed can be retried. Check its status with Get.',
	},
	{
		when: status(400),
		message: ({ action }) => `${action}: Microsoft Graph did not accept the request`,
		remedy: (operation) =>
			operation.key === 'deviceImage.create'
				? 'Check name, version and source image. A tenant holds at most 20 custom images. With app-only sign-in, Windows 365 must have been granted Reader (Subscriptions.Read) on the Azure subscription of the source image.'
				: 'Check the values of the parameters, above all an OData filter.',
	},
	{
		when: status(429),
		message: ({ action }) => `${action}: Microsoft Graph is throttling this app`,
		remedy: () =>
			'Try again later, run the workflow less often, or spread its runs. The service did not act on this request.',
	},
	{
		when: (failure) => failure.status !== undefined && failure.status >= 500,
		message: ({ action }, failure) => `${action}: Microsoft Graph failed with status ${failure.status}`,
		remedy: () =>
			'Try again later and look at the service health in the Microsoft 365 admin centre. For a change, look at the image first: it may have been carried out.',
	},
	{
		when: () => true,
		message: ({ action }, failure) => `${action}: Microsoft Graph answered with status ${failure.status}`,
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
	const rule = rules.find((candidate) => candidate.when(failure, operation));
	if (!rule) throw new Error('The last rule fits every failure');
	const codeInWords = failure.code && !failure.serviceMessage.includes(failure.code);
	const said = `${failure.serviceMessage}${codeInWords ? ` (${failure.code})` : ''}`;
	const ids = [
		failure.requestId && `request-id ${failure.requestId}`,
		failure.clientRequestId && `client-request-id ${failure.clientRequestId}`,
		failure.date && `date ${failure.date}`,
	].filter(Boolean);
	return {
		message: rule.message(operation, failure),
		description: [
			`The service said: ${said}`,
			rule.remedy(operation),
			ids.length > 0 ? `For Microsoft support: ${ids.join(', ')}.` : '',
		]
			.filter(Boolean)
			.join('\n'),
	};
}
