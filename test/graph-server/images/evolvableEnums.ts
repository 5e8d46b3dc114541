import type { ApiVersion } from '../odata/entityType';

const sentinel = 'unknownFutureValue';

interface Members {
	/** Before the sentinel: always shown. */
	known: readonly string[];
	/** After the sentinel: shown only to a client that prefers unknown members. */
	evolved: readonly string[];
}

const errorCodes: Members = {
	known: [
		'internalServerError',
		'sourceImageNotFound',
		'osVersionNotSupported',
		'sourceImageInvalid',
		'sourceImageNotGeneralized',
	],
	evolved: [
		'vmAlreadyAzureAdjoined',
		'paidSourceImageNotSupport',
		'sourceImageNotSupportCustomizeVMName',
		'sourceImageSizeExceedsLimitation',
	],
};
const betaErrorCodes = [
	'sourceImageWithDataDiskNotSupported',
	'sourceImageWithDiskEncryptionSetNotSupported',
	'sourceImageWithAzureDiskEncryptionNotSupported',
	'fSLogixInstalledSourceImageNotSupported',
	'startMenuAppLimitExceeded',
];
const statuses: Members = { known: ['pending', 'ready', 'failed'], evolved: [] };
const osStatuses: Members = {
	known: ['supported', 'supportedWithWarning', 'unknown'],
	evolved: [],
};

/** The evolvable enums of cloudPcDeviceImage per version (contract 2.2, 2.3). */
export const enums = {
	'v1.0': { status: statuses, errorCode: errorCodes, osStatus: osStatuses },
	beta: {
		status: { ...statuses, evolved: ['warning'] },
		errorCode: { ...errorCodes, evolved: [...errorCodes.evolved, ...betaErrorCodes] },
		osStatus: osStatuses,
	},
} satisfies Record<ApiVersion, Record<string, Members>>;

export type EnumProperty = keyof (typeof enums)['v1.0'];

/**
 * The member as a client sees it.
 *
 * @param property The enum's property on the image.
 * @param value The stored member, null when unset.
 * @param version A version shows a member that only the other one has as the sentinel.
 * @param showEvolved Whether the client sent `Prefer: include-unknown-enum-members`.
 */
export function visibleMember(
	property: EnumProperty,
	value: string | null,
	version: ApiVersion,
	showEvolved: boolean,
): string | null {
	const { known, evolved }: Members = enums[version][property];
	if (value === null || known.includes(value)) return value;
	// A member in neither schema stands for one that Microsoft adds tomorrow, to both.
	const newest: Members = enums.beta[property];
	const belongs = evolved.includes(value) || !newest.evolved.includes(value);
	return belongs && showEvolved ? value : sentinel;
}
