import type { StoredPolicy } from './storedPolicy';

/** Values that reads still show. `until` is milliseconds since 1970 on the server's clock. */
interface OldValues {
	policy: StoredPolicy;
	until: number;
}

const old = new WeakMap<StoredPolicy, OldValues[]>();

/** Keeps what a policy is now for the reads until a time. */
export function showUntil(policy: StoredPolicy, until: number): void {
	old.set(policy, [...(old.get(policy) ?? []), { policy: { ...policy }, until }]);
}

/** Returns a policy as reads show it: after several changes the oldest values whose time is not up. */
export function asRead(policy: StoredPolicy, now: Date): StoredPolicy {
	return old.get(policy)?.find(({ until }) => until > now.getTime())?.policy ?? policy;
}
