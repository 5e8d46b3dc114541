import type { GraphClient, GraphEntity } from '../../graph/client';
import { GraphError } from '../../graph/errors';
import { deviceImagesPath } from '../../graph/paths';
import { nextVersion, type VersionStep } from '../../images/nextVersion';
import { choiceParameter } from '../../parameters/choice';
import { collectAll } from '../collect';

/** The parameter `versioning` of Create. */
export const versioningParameter = choiceParameter<'define' | VersionStep>({
	displayName: 'Versioning',
	name: 'versioning',
	type: 'options',
	options: [
		{ name: 'Define Version', value: 'define', description: 'Use the version that you enter' },
		{ name: 'Next Major', value: 'nextMajor', description: 'Such as 2.0.0 after 1.4.2' },
		{ name: 'Next Minor', value: 'nextMinor', description: 'Such as 1.5.0 after 1.4.2' },
		{ name: 'Next Patch', value: 'nextPatch', description: 'Such as 1.4.3 after 1.4.2' },
	],
	default: 'define',
	description: 'Version that you enter, or the next one after the highest version of that display name. The first version is 1.0.0.',
});

/** How often the next version is worked out, when somebody else was faster. */
const maxTries = 3;

async function readVersion(graph: GraphClient, displayName: string, step: VersionStep): Promise<string> {
	const images = await collectAll(graph.list(deviceImagesPath, { $select: 'id,displayName,version' }));
	return nextVersion(images, displayName, step);
}

/**
 * Creates an image in the next version of its name.
 *
 * @param create creates it in a version; @param tried the versions that were taken
 * @throws GraphError of the last try; ImageRefusal when there is no next version
 */
export async function createNext(
	graph: GraphClient,
	displayName: string,
	step: VersionStep,
	create: (version: string) => Promise<GraphEntity>,
	tried: readonly string[] = [],
): Promise<GraphEntity> {
	const version = await readVersion(graph, displayName, step);
	return await create(version).catch(async (error: unknown) => {
		const isTaken = error instanceof GraphError && error.failure.status === 409 && !tried.includes(version);
		if (!isTaken || tried.length + 1 >= maxTries) throw error;
		return await createNext(graph, displayName, step, create, [...tried, version]);
	});
}
