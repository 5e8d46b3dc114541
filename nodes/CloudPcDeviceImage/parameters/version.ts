import { InvalidInput } from './invalidInput';
import { textOf } from './rawValue';

const int32Max = 2_147_483_647;

/**
 * Returns the version of an image.
 *
 * @param parameter the parameter as the user sees it
 * @param raw its value
 * @throws InvalidInput when it is not Major.Minor.Patch, which is the only form that Windows 365 documents
 */
export function readVersion(parameter: string, raw: unknown): string {
	const version = typeof raw === 'object' ? '' : textOf(raw).trim();
	const isVersion = /^\d{1,10}\.\d{1,10}\.\d{1,10}$/.test(version);
	if (isVersion && version.split('.').every((part) => Number(part) <= int32Max)) return version;
	throw new InvalidInput(
		parameter,
		raw,
		'which is not Major.Minor.Patch',
		'Windows 365 asks for three whole numbers, e.g. 1.0.0',
	);
}
