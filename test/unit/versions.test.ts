import * as fc from 'fast-check';

import { ImageRefusal } from '../../nodes/CloudPcDeviceImage/images/imageRefusal';
import { nextVersion, type VersionStep } from '../../nodes/CloudPcDeviceImage/images/nextVersion';
import { compareVersions, maxVersionPart, parseVersion } from '../../nodes/CloudPcDeviceImage/images/versions';
import { propertyRuns } from '../propertyRuns';

/** Spellings of versions that cannot be compared. */
const otherSpellings = ['', ' ', '1.0', '1.0.0.0', 'v1.2.3', '2025.01', '1.0.0-beta', '1.0.x', '-1.0.0', '1e3.0.0', '1.0.2147483648', '1.0.99999999999', '1,0,0', '١.٠.٠'];

const steps: VersionStep[] = ['nextPatch', 'nextMinor', 'nextMajor'];

describe('a version', () => {
	it.each([
		['1.0.10', [1, 0, 10]],
		[' 0.0.1 ', [0, 0, 1]],
		['1.02.003', [1, 2, 3]],
		[`${maxVersionPart}.0.${maxVersionPart}`, [maxVersionPart, 0, maxVersionPart]],
	])('%j has the numbers %j', (text, numbers) => {
		expect(parseVersion(text)).toEqual(numbers);
	});

	it.each([...otherSpellings, null, undefined])('%j has no numbers', (text) => {
		expect(parseVersion(text)).toBeUndefined();
	});
});

describe('comparing versions', () => {
	it('goes by numbers, and puts a text that is no version before every version', () => {
		const versions = ['2.0.0', '1.0.10', 'v1.2.3', '1.0.9', '1.10', '0.0.1', '1.9', ''];
		expect([...versions].sort(compareVersions)).toEqual(['', '1.9', '1.10', 'v1.2.3', '0.0.1', '1.0.9', '1.0.10', '2.0.0']);
	});

	it('finds the same version in two spellings', () => {
		expect(compareVersions('1.0.1', ' 1.0.01')).toBe(0);
	});

	it('orders any three texts without a contradiction', () => {
		const text = fc.oneof(
			fc.tuple(fc.nat(11), fc.nat(11), fc.nat(11)).map((parts) => parts.join('.')),
			fc.constantFrom(...otherSpellings),
		);
		fc.assert(
			fc.property(text, text, text, (a, b, c) => {
				expect(Math.sign(compareVersions(a, b))).toBe(-Math.sign(compareVersions(b, a)) + 0);
				if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0) expect(compareVersions(a, c)).toBeLessThanOrEqual(0);
			}),
			propertyRuns(),
		);
	});
});

describe('the next version of a display name', () => {
	const images = [
		{ displayName: 'Finance', version: '1.9.9' },
		{ displayName: ' FINANCE ', version: '1.10.9', status: 'failed' },
		{ displayName: 'finance', version: '1.2.30', status: 'pending' },
		{ displayName: 'Finance', version: '2025.01' },
		{ displayName: 'Finance West', version: '7.0.0' },
		{ displayName: null, version: '8.0.0' },
	];

	it.each([
		['nextPatch', '1.10.10'],
		['nextMinor', '1.11.0'],
		['nextMajor', '2.0.0'],
	] as const)('for %s is %s', (step, version) => {
		expect(nextVersion(images, 'Finance', step)).toBe(version);
	});

	it.each(steps)('for %s is 1.0.0 where no version can be compared', (step) => {
		const others = otherSpellings.map((version) => ({ displayName: 'Sales', version }));
		expect(nextVersion([...others, { displayName: 'Sales', version: null }, { displayName: 'Sales' }], 'Sales', step)).toBe('1.0.0');
		expect(nextVersion([], 'Sales', step)).toBe('1.0.0');
	});

	it.each([
		['nextPatch', `1.2.${maxVersionPart}`],
		['nextMinor', `1.${maxVersionPart}.2`],
		['nextMajor', `${maxVersionPart}.1.2`],
	] as const)('for %s does not exist after %s', (step, version) => {
		const next = () => nextVersion([{ displayName: 'Sales', version }], 'Sales', step);
		expect(next).toThrow(ImageRefusal);
		expect(next).toThrow(`There is no next version of 'Sales' after ${version}`);
		const others = steps.filter((each) => each !== step);
		expect(others.map((each) => nextVersion([{ displayName: 'Sales', version }], 'Sales', each))).toHaveLength(2);
	});

	it('is greater than every version there is, and zero right of the number that was raised', () => {
		const part = fc.oneof(fc.nat(12), fc.nat(maxVersionPart - 1), fc.constant(maxVersionPart - 1));
		const numbers = fc.tuple(part, part, part);
		const other = fc.constantFrom(...otherSpellings, null, undefined);
		fc.assert(
			fc.property(fc.array(numbers, { minLength: 1 }), fc.array(other), fc.constantFrom(...steps), (versions, others, step) => {
				const tenant = [...versions.map((parts) => parts.join('.')), ...others].map((version) => ({ displayName: 'Finance', version }));
				const next = nextVersion(tenant, 'finance', step).split('.').map(BigInt);
				// Independent of the comparison under test: a version as one number of three digits to the base 2^32.
				const asOne = (parts: readonly bigint[]) => parts.reduce((sum, each) => (sum << 32n) + each, 0n);
				for (const parts of versions) expect(asOne(next) > asOne(parts.map(BigInt))).toBe(true);
				expect(next.slice(3 - steps.indexOf(step))).toEqual(Array.from({ length: steps.indexOf(step) }, () => 0n));
			}),
			propertyRuns(),
		);
	});
});
