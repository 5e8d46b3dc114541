import type { Tenant } from '../tenant';
import { EntraError } from './entraError';

/** A GUID, or a domain; where exactly Entra draws the line is unknown ([U]). */
const tenantForm = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$|^[\w-]+(\.[\w-]+)+$/;

/**
 * Reads the tenant in a login path.
 *
 * @returns Whether it names the tenant itself, or any organization.
 * @throws EntraError 90002 for a tenant that is not here, 900023 for what can be none.
 */
export function readTenantSegment(segment: string, tenant: Tenant): 'tenant' | 'any' {
	const name = segment.toLowerCase();
	if (name === tenant.id || name === tenant.domain) return 'tenant';
	if (name === 'organizations' || name === 'common') return 'any';
	throw new EntraError(tenantForm.test(name) ? 90002 : 900023, segment);
}
