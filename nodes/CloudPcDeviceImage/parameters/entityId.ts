import { guidPattern } from '../../../credentials/entra/guid';
import { isEntityId } from '../graph/paths';
import { InvalidInput } from './invalidInput';
import { textOf } from './rawValue';

const exampleId = '2c0f4c52-9f7e-4b0e-8d2b-6f0a3f1d9b10';

const guidAtEnd = new RegExp(`(${guidPattern})(?:'\\))?/*$`, 'i');

/** Hosts of the Intune admin center, whose addresses name many kinds of things; the ID is the last part of them. */
const intuneHost = /^(intune|endpoint)\.microsoft\.(com|us)$/i;

/** What an ID belongs to. */
export interface EntityKind {
	/** Its collection in Microsoft Graph, e.g. `deviceImages`. */
	collection: string;
	/** For messages, e.g. `image`. */
	noun: string;
}

/** Device images. */
export const imageKind: EntityKind = { collection: 'deviceImages', noun: 'image' };

/** Provisioning policies. */
export const policyKind: EntityKind = { collection: 'provisioningPolicies', noun: 'policy' };

/** An entity in Microsoft Graph or in a gateway in front of it. */
const graphPath = ({ collection }: EntityKind): RegExp =>
	new RegExp(`/${collection}(/|\\(')[\\da-f-]{36}('\\))?/*$`, 'i');

/** Returns the ID at the end of an address in Microsoft Graph or Intune; undefined for any other text. */
function idInUrl(text: string, kind: EntityKind): string | undefined {
	if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
	const { host, pathname } = new URL(text);
	const address = intuneHost.test(host) ? text : pathname;
	return intuneHost.test(host) || graphPath(kind).test(pathname) ? guidAtEnd.exec(address)?.[1] : undefined;
}

/**
 * Returns an ID, which can never leave its path segment.
 *
 * @param kind what it belongs to
 * @param parameter the parameter as the user sees it
 * @param raw an ID, or an address in Microsoft Graph or Intune that ends in it
 * @throws InvalidInput when it is empty or neither of them
 */
export function readEntityId(kind: EntityKind, parameter: string, raw: unknown): string {
	const text = typeof raw === 'object' ? '' : textOf(raw).trim();
	const id = idInUrl(text, kind) ?? text;
	if (isEntityId(id)) return id;
	throw new InvalidInput(
		parameter,
		raw,
		`which is not ${/^[aeiou]/.test(kind.noun) ? 'an' : 'a'} ${kind.noun} ID`,
		`Choose the ${kind.noun} from the list, or enter its ID, e.g. ${exampleId}`,
	);
}

/** Returns the ID of a device image, see {@link readEntityId}. */
export const readImageId = (parameter: string, raw: unknown): string => readEntityId(imageKind, parameter, raw);
