import { guidPattern } from './guid';
import { redact } from './redact';

const label = String.raw`[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?`;

/** A GUID other than the empty one, or a domain whose last label is no number. Text for n8n's expressions, too. */
const oneTenant = String.raw`^(?:(?![0-]+$)${guidPattern}|(?:${label}\.)+(?!\d+$)${label})$`;

/** Leaves the tenant to the user who signs in. */
const anyTenant = '^(?:organizations|common)$';

/** White space, and what copying from a page or a chat leaves around a value unseen. */
const blanks = String.raw`[\s\u200b-\u200f\u2060\ufeff]`;

/** The GUID inside the braces in which some tools write it; no `}` may stand in an expression. */
const braces = String.raw`^\x7b${blanks}*(${guidPattern})${blanks}*\x7d$`;

const surroundings = `^${blanks}+|${blanks}+$`;

/** Why a tenant cannot be signed in to. */
export interface TenantProblem {
	/** What is wrong, as a sentence without its final period. */
	reason: string;
	/** What to enter, as sentences. */
	remedy: string;
}

/**
 * Returns the tenant of a credential in the one form in which it is sent: without blanks and braces around it, in lower case.
 *
 * @param tenantId value of the field 'Directory (Tenant) ID'
 */
export const normalizeTenant = (tenantId: unknown): string =>
	String(tenantId ?? '')
		.replace(new RegExp(surroundings, 'g'), '')
		.toLowerCase()
		.replace(new RegExp(braces), '$1');

/**
 * Looks at the form of a credential's tenant before anything is sent to it.
 *
 * @param tenantId value of the field 'Directory (Tenant) ID'
 * @param signIn a user may leave the tenant open (`organizations`, `common`, or empty); an app may not
 * @returns undefined when it can be a tenant
 */
export function tenantProblem(tenantId: unknown, signIn: 'user' | 'app'): TenantProblem | undefined {
	const tenant = normalizeTenant(tenantId);
	const isOpen = tenant === '' || new RegExp(anyTenant).test(tenant);
	if (new RegExp(oneTenant).test(tenant) || (signIn === 'user' && isOpen)) return undefined;
	const orOpen =
		signIn === 'user' ? " User Sign-In with a multitenant app also accepts 'organizations'." : '';
	return {
		reason: `The credential's 'Directory (Tenant) ID' ${whatIsWrong(tenant)}`,
		remedy: `In 'Directory (Tenant) ID', enter the ID or a domain of the tenant, such as contoso.onmicrosoft.com, from the Microsoft Entra admin center > Entra ID > Overview.${orOpen}`,
	};
}

/** Shows the value only where it can be no secret that was pasted into the wrong field. */
function whatIsWrong(tenant: string): string {
	if (tenant === '') return 'is empty';
	if (new RegExp(anyTenant).test(tenant)) return `is '${tenant}', but an app signs in to a single tenant`;
	if (tenant === 'consumers') return "is 'consumers', which is for personal Microsoft accounts";
	if (tenant.includes('/')) return 'is a URL or a path, not the ID of a tenant';
	if (tenant.includes('@')) return 'is an email address; the domain is the part after the @';
	const digits = tenant.replace(/[^\da-f]/g, '').length;
	if (/^[\da-f{}()\s-]{20,60}$/.test(tenant)) {
		const wrong = digits === 32 ? 'is not written as 8-4-4-4-12 digits' : `has ${digits} digits instead of 32`;
		return /^[0-]+$/.test(tenant) ? 'is the empty GUID' : `is '${redact(tenant)}', a GUID that ${wrong}`;
	}
	const shown = /^[a-z\d.-]{1,24}$/.test(tenant) ? `is '${tenant}', which ` : '';
	return `${shown}is neither a GUID nor a domain`;
}

/**
 * Builds the n8n expression (without `={{ }}`) that computes the address of the tenant at the sign-in service. For what is no
 * tenant it gives a protocol that does not exist and names the cause: n8n shows it, and nothing is sent.
 *
 * @param login expression of the sign-in service's root URL
 */
export function tenantUrlExpression(login: string): string {
	const tenant = `("" + ($self["tenantId"] || "")).replace(/${surroundings}/g, "").toLowerCase().replace(/${braces}/, "$1")`;
	const isApp = '$self["grantType"] === "clientCredentials"';
	const isTenant = `/${oneTenant}/.test(${tenant})`;
	const isOpen = `/${anyTenant}|^$/.test(${tenant})`;
	return `(${isTenant} || (!(${isApp}) && ${isOpen}) ? ${login} + "/" + (${tenant} || "organizations") : "directory-tenant-id-must-be-a-guid-or-a-domain:")`;
}
