import type { Tenant } from '../tenant';
import { EntraError } from './entraError';

/**
 * Reads the tenant in a login path.
 *
 * @returns Whether it names the tenant itself, or any organization.
 * @throws EntraError 90002 for a tenant that is not here.
 */
export function readTenantSegment(segment: string, tenant: Tenant): 'tenant' | 'any' {
	const name = segment.toLowerCase();
	if (name === tenant.id || name === tenant.domain) return 'tenant';
	if (name === 'organizations' || name === 'common') return 'any';
	throw new EntraError(90002, segment);
}
