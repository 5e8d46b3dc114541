import { guidPattern } from '../../../credentials/entra/guid';
import { isEntityId } from '../graph/paths';
import { InvalidInput } from './invalidInput';
import { textOf } from './rawValue';

const exampleImageId = '2c0f4c52-9f7e-4b0e-8d2b-6f0a3f1d9b10';

const guidAtEnd = new RegExp(`(${guidPattern})(?:'\\))?/*$`, 'i');

/** Hosts of the Intune admin center, whose addresses name many kinds of things; the ID is the last part of them. */
const intuneHost = /^(intune|endpoint)\.microsoft\.(com|us)$/i;

/** A device image in Microsoft Graph or in a gateway in front of it. */
const graphPath = /\/deviceImages(\/|\(')[\da-f-]{36}('\))?\/*$/i;

/** Returns the ID at the end of the address of an image in Microsoft Graph or Intune; undefined for any other text. */
function idInUrl(text: string): string | undefined {
	if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
	const { host, pathname } = new URL(text);
	const address = intuneHost.test(host) ? text : pathname;
	return intuneHost.test(host) || graphPath.test(pathname) ? guidAtEnd.exec(address)?.[1] : undefined;
}

/**
 * Returns the ID of a device image, which can never leave its path segment.
 *
 * @param parameter the parameter as the user sees it
 * @param raw an ID, or the address of an image in Microsoft Graph or Intune that ends in it
 * @throws InvalidInput when it is empty or neither of them
 */
export function readImageId(parameter: string, raw: unknown): string {
	const text = typeof raw === 'object' ? '' : textOf(raw).trim();
	const id = idInUrl(text) ?? text;
	if (isEntityId(id)) return id;
	throw new InvalidInput(
		parameter,
		raw,
		'which is not an image ID',
		`Choose the image from the list, or enter its ID, e.g. ${exampleImageId}`,
	);
}
