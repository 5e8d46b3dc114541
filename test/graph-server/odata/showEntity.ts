import type { FastifyReply, FastifyRequest } from 'fastify';

import type { ApiVersion, EntityType, Members } from './entityType';

const sentinel = 'unknownFutureValue';

/** Who looks at an entity, and through which version. */
interface Viewer {
	request: FastifyRequest;
	reply: FastifyReply;
	version: ApiVersion;
}

/** Returns an entity as a client sees it: the properties of its version, with the enum members that it may see. */
export function showEntity(viewer: Viewer, types: Record<ApiVersion, EntityType>, entity: object): Record<string, unknown> {
	const showEvolved = prefersEvolved(viewer);
	const { properties, enums = {} } = types[viewer.version];
	const stored = entity as Record<string, unknown>;
	const shown = Object.fromEntries(Object.keys(properties).map((name) => [name, stored[name]]));
	for (const [name, members] of Object.entries(enums)) {
		shown[name] = visibleMember(stored[name], members, types.beta.enums?.[name] ?? members, showEvolved);
	}
	return shown;
}

function prefersEvolved({ request, reply }: Viewer): boolean {
	const prefer = [request.headers.prefer ?? []].flat().join(',');
	const showEvolved = /\binclude-unknown-enum-members\b/i.test(prefer);
	if (showEvolved) reply.header('preference-applied', 'include-unknown-enum-members');
	return showEvolved;
}

/** A version shows a member that only the other one has as the sentinel. */
function visibleMember(value: unknown, { known, evolved }: Members, newest: Members, showEvolved: boolean): unknown {
	if (typeof value !== 'string' || known.includes(value)) return value;
	// A member in neither schema stands for one that Microsoft adds tomorrow, to both.
	const belongs = evolved.includes(value) || !newest.evolved.includes(value);
	return belongs && showEvolved ? value : sentinel;
}
