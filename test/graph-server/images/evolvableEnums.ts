import type { ApiVersion, Members } from '../odata/entityType';

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
