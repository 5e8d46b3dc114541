/** Why an upload failed and what helps, in words for an administrator. */
export interface ErrorCodeExplanation {
	/** What the code means. */
	explanation: string;
	/** What to do. */
	remedy: string;
}

const rebuild = (what: string): string =>
	`${what} Then capture the image again, and use Create with a higher version.`;

/**
 * Every code of cloudPcDeviceImageErrorCode; a few are explained from their name and the image requirements.
 * Source: https://learn.microsoft.com/graph/api/resources/cloudpcdeviceimage and
 * https://learn.microsoft.com/windows-365/enterprise/device-images
 */
const explanations: Record<string, ErrorCodeExplanation> = {
	internalServerError: {
		explanation: "Windows 365 couldn't process the image because of an internal error.",
		remedy: 'Use Retry Upload. If it fails again, open a support request with the image ID.',
	},
	sourceImageNotFound: {
		explanation: "Windows 365 can't find the source image or doesn't have permission to read it.",
		remedy:
			"Check that the source image still exists in Azure, and that the service principal 'Windows 365' has the role Reader on its subscription (Compute Gallery Image Reader for a gallery). Then use Retry Upload.",
	},
	osVersionNotSupported: {
		explanation: 'Windows 365 does not support the operating system version of the image.',
		remedy: rebuild('Build the image from a supported Windows 10 or 11 Enterprise release.'),
	},
	sourceImageInvalid: {
		explanation: "Windows 365 can't provision a virtual machine from the source image.",
		remedy: rebuild(
			'Check that it is a generation 2 Windows Enterprise image without a recovery partition, on a 64 GB disk, and that a test VM starts from it.',
		),
	},
	sourceImageNotGeneralized: {
		explanation: 'The source image is not generalized.',
		remedy: rebuild('Run sysprep /generalize /oobe /shutdown in the source VM and mark it generalized in Azure.'),
	},
	vmAlreadyAzureAdjoined: {
		explanation: 'The source VM was joined to Microsoft Entra ID.',
		remedy: rebuild('Build from a VM that was never joined to Microsoft Entra ID or Active Directory, or enrolled in Intune.'),
	},
	paidSourceImageNotSupport: {
		explanation: 'The source image comes from a paid Azure Marketplace image.',
		remedy: rebuild('Build from an image without a Marketplace purchase plan.'),
	},
	sourceImageNotSupportCustomizeVMName: {
		explanation: "The generalized image sets the computer name, so Windows 365 can't name the Cloud PC.",
		remedy: rebuild('Remove the ComputerName setting from the answer file (unattend.xml) before you generalize.'),
	},
	sourceImageSizeExceedsLimitation: {
		explanation: 'The source image is larger than the Windows 365 gallery allows.',
		remedy: rebuild('Shrink the OS disk; 64 GB is the standard size.'),
	},
	sourceImageWithDataDiskNotSupported: {
		explanation: 'The source image has a data disk.',
		remedy: rebuild('Detach every data disk; only the OS disk is supported.'),
	},
	sourceImageWithDiskEncryptionSetNotSupported: {
		explanation: 'The source image uses a disk encryption set.',
		remedy: rebuild('Use platform-managed keys instead of a disk encryption set.'),
	},
	sourceImageWithAzureDiskEncryptionNotSupported: {
		explanation: 'The source image is encrypted with Azure Disk Encryption.',
		remedy: rebuild('Turn Azure Disk Encryption off in the source VM.'),
	},
	fSLogixInstalledSourceImageNotSupported: {
		explanation: 'FSLogix is installed in the source image.',
		remedy: rebuild('Uninstall the FSLogix components.'),
	},
	startMenuAppLimitExceeded: {
		explanation: 'The image has more than 3,000 apps in the Start menu.',
		remedy: rebuild('Remove Start menu entries until there are fewer than 3,000.'),
	},
	unknownFutureValue: {
		explanation: "This API version doesn't include the error code.",
		remedy: "Set the option 'API Version' to 'Beta', or check the image in Intune under Devices > Windows 365 > Custom images.",
	},
};

const byLowerCase = new Map(
	Object.entries(explanations).map(([code, explanation]) => [code.toLowerCase(), explanation]),
);

/** The codes that are explained, in Graph's spelling. */
export const knownErrorCodes: readonly string[] = Object.keys(explanations);

/**
 * Explains an `errorCode` (or the older `statusDetails`); a code that is not known keeps its own name.
 * Case does not count: schema and documentation spell `vmAlreadyAzureAdjoined` differently.
 *
 * @param errorCode the code, or null when the service gave none
 */
export function explainErrorCode(errorCode: string | null | undefined): ErrorCodeExplanation {
	const known = byLowerCase.get(errorCode?.toLowerCase() ?? '');
	if (known) return known;
	return {
		explanation: errorCode
			? `Windows 365 returned the code ${errorCode}, which this version of the node doesn't recognize.`
			: 'Windows 365 returned no reason.',
		remedy:
			'Check the image in Intune under Devices > Windows 365 > Custom images, check the image requirements of Windows 365, and then use Retry Upload.',
	};
}
