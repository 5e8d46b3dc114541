import {
	explainErrorCode,
	knownErrorCodes,
} from '../../nodes/CloudPcDeviceImage/images/errorCodes';

/** Every member of cloudPcDeviceImageErrorCode in the contract, in the spelling of the schema. */
const contractCodes = [
	'internalServerError',
	'sourceImageNotFound',
	'osVersionNotSupported',
	'sourceImageInvalid',
	'sourceImageNotGeneralized',
	'unknownFutureValue',
	'vmAlreadyAzureAdjoined',
	'paidSourceImageNotSupport',
	'sourceImageNotSupportCustomizeVMName',
	'sourceImageSizeExceedsLimitation',
	'sourceImageWithDataDiskNotSupported',
	'sourceImageWithDiskEncryptionSetNotSupported',
	'sourceImageWithAzureDiskEncryptionNotSupported',
	'fSLogixInstalledSourceImageNotSupported',
	'startMenuAppLimitExceeded',
];

const unknown = explainErrorCode('brandNewCode');

describe('explainErrorCode', () => {
	it('knows exactly the codes of the contract', () => {
		expect([...knownErrorCodes].sort()).toEqual([...contractCodes].sort());
	});

	it.each(contractCodes)('explains %s in any case, with something to do', (code) => {
		const found = explainErrorCode(code);
		expect(found.explanation).toMatch(/^[A-Z].{20,}\.$/);
		expect(found.remedy).toMatch(/^[A-Z].{20,}\.$/);
		expect(found.remedy).not.toBe(unknown.remedy);
		expect(explainErrorCode(code.toUpperCase())).toBe(found);
	});

	it('knows the spelling of the documentation, which differs from the schema', () => {
		expect(explainErrorCode('vmAlreadyAzureAdJoined')).toBe(
			explainErrorCode('vmAlreadyAzureAdjoined'),
		);
	});

	it('keeps the name of an unknown code, and copes with none', () => {
		expect(unknown.explanation).toContain('brandNewCode');
		for (const none of [null, undefined, '']) {
			expect(explainErrorCode(none).explanation).toBe('Windows 365 returned no reason.');
		}
		expect(explainErrorCode('constructor').explanation).toContain('constructor');
	});
});
