import { parseVersion } from '../images/versions';
import { InvalidInput } from './invalidInput';
import { textOf } from './rawValue';

/**
 * Returns the version of an image.
 *
 * @param parameter the parameter as the user sees it
 * @param raw its value
 * @throws InvalidInput when it is not Major.Minor.Patch, which is the only form that Windows 365 documents
 */
export function readVersion(parameter: string, raw: unknown): string {
	const version = typeof raw === 'object' ? '' : textOf(raw).trim();
	if (parseVersion(version)) return version;
	throw new InvalidInput(
		parameter,
		raw,
		'which is not Major.Minor.Patch',
		'Windows 365 requires three whole numbers, e.g. 1.0.0',
	);
}
