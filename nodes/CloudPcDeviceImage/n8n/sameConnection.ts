import { graphRoot } from '../../../credentials/entra/clouds';
import { guidIn, guidPattern } from '../../../credentials/entra/guid';
import type { HostIdentityFields } from '../../../credentials/entra/hostIdentityFields';
import { redact } from '../../../credentials/entra/redact';
import type { Refusal, TokenTarget } from './tokenTarget';

/** The fields of both credentials that decide who signs in, where, and for which Graph. */
export type DecidingFields = HostIdentityFields & TokenTarget;

/** What two readings of a credential do not agree on, in words that hold no secret. */
export interface Difference {
	field: string;
	first: string;
	other: string;
}

const text = (value: unknown): string => String(value ?? '').trim();
const name = (value: unknown): string => guidIn(value) ?? text(value).toLowerCase();

/** Host and scheme compare without case, a path does not. */
const url = (value: string): string => (URL.canParse(value) ? new URL(value).href.replace(/\/+$/, '') : value);

/** The values of both credentials' 'Sign In As', as their windows show them. */
const signIns = new Map<unknown, string>([
	['authorizationCode', 'User Sign-In'],
	['clientCredentials', 'App-Only'],
	['federated', 'Federated App'],
	['managedIdentity', 'Managed Identity'],
]);

interface ComparedField {
	/** As the credential's window shows it, in quotes. */
	field: string;
	/** A field that n8n hides has no value. */
	valueIn(credential: DecidingFields): string;
	/** What a value looks like that may be shown. One from an expression may be anything, even a secret. */
	form: RegExp;
	/** What is said of any other value. */
	otherwise: string;
}

const guid = { form: new RegExp(`^${guidPattern}$`), otherwise: 'not a GUID' };

const compared: ComparedField[] = [
	{
		field: "'Sign In As'",
		valueIn: ({ grantType = '', identityKind = grantType }) => signIns.get(identityKind) ?? 'unknown',
		form: /^/,
		otherwise: '',
	},
	{
		field: "'Directory (Tenant) ID'",
		valueIn: ({ tenantId }) => name(tenantId),
		form: /^([a-z\d-]{1,63}(\.[a-z\d-]{1,63}){1,4}|[\da-f-]{36}|organizations|common)$/,
		otherwise: 'neither a GUID nor a domain',
	},
	{
		field: 'Microsoft Graph',
		valueIn: (credential) => url(graphRoot(credential)),
		form: /^https?:/,
		otherwise: 'not a URL',
	},
	{
		field: "'Login URL'",
		valueIn: ({ cloud, customAuthorityUrl }) => (cloud === 'custom' ? url(text(customAuthorityUrl)) : ''),
		form: /^https?:[^?#@]*$/,
		otherwise: 'not a URL',
	},
	{ field: "'Client ID'", valueIn: ({ clientId }) => name(clientId), ...guid },
	{ field: "'Managed Identity Client ID'", valueIn: (fields) => name(fields.managedIdentityClientId), ...guid },
];

function shown(value: string, { form, otherwise }: ComparedField): string {
	if (value === '') return 'empty';
	return form.test(value) ? redact(value, 200) : otherwise;
}

/**
 * Returns the first field by which two readings of a credential sign in somebody else, or reach another tenant or another Graph;
 * undefined when they mean the same.
 *
 * @param first the decrypted fields
 * @param other the same credential's, for another item or at another time
 * @throws UnsafeUrl
 */
export function findDifference(first: DecidingFields, other: DecidingFields): Difference | undefined {
	for (const field of compared) {
		const [before, after] = [field.valueIn(first), field.valueIn(other)];
		if (before === after) continue;
		return { field: field.field, first: shown(before, field), other: shown(after, field) };
	}
	return undefined;
}

/**
 * Explains a credential with an expression that means something else for another item of the same run.
 *
 * @param difference between the first item and another
 * @param item index of the other
 * @param isTokenRenewed whether the credential gets another token by itself when its fields change
 */
export function refuseItems({ field, first, other }: Difference, item: number, isTokenRenewed: boolean): Refusal {
	return {
		message: `The credential's ${field} is ${first} for item 0, but ${other} for item ${item}`,
		description: [
			'Nothing was sent to Microsoft Graph. n8n signs in with the values of item 0 for all items of a run.',
			isTokenRenewed
				? "Put a 'Loop Over Items' node with 'Batch Size' 1 before this node, so that each item runs on its own."
				: "Create a credential for each value, and a node for each credential. A 'Loop Over Items' node does not help here, because n8n keeps one token per credential.",
		].join(' '),
	};
}

/** Explains a credential that somebody edited while a run used it. */
export function refuseEdited({ field, first, other }: Difference): Refusal {
	return {
		message: `The credential was edited during the run: its ${field} was ${first} and is now ${other}`,
		description:
			'Nothing more was sent to Microsoft Graph. Earlier changes of this run remain. Run the workflow again to continue with the edited credential.',
	};
}
