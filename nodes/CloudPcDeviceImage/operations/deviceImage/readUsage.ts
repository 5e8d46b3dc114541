import type { GraphEntity } from '../../graph/client';
import { isNotOffered } from '../../graph/errorPredicates';
import { agentPoolsPath, policiesPath } from '../../graph/paths';
import type { ImageClients } from '../../images/hiddenWords';
import { ImageRefusal } from '../../images/imageRefusal';
import { findUsage, isUsed, knownUse, type AgentPool, type ImageUsage, type ImageUser, type Policy } from '../../images/usage';
import { redact } from '../../../../credentials/entra/redact';
import { collectAll } from '../collect';

/** Returns a whole list as what the rules of use read. */
const all = async <T>(entities: AsyncIterable<GraphEntity>): Promise<T[]> => (await collectAll(entities)) as unknown as T[];

/** A cloud that does not know agent pools has none. @throws GraphError for whatever else stands in the way */
async function readAgentPools({ beta }: ImageClients): Promise<AgentPool[]> {
	return await all<AgentPool>(beta.list(agentPoolsPath)).catch((error: unknown) => {
		if (isNotOffered(error)) return [];
		throw error;
	});
}

/**
 * Returns what uses each device image: provisioning policies, and agent pools where the cloud has them.
 * @throws GraphError when a list could not be read completely: a part of it would make a used image look unused
 */
export async function readUsage(clients: ImageClients): Promise<ImageUsage> {
	const query = { $select: 'id,displayName,imageId,imageType' };
	const [policies, pools] = await Promise.all([all<Policy>(clients.graph.list(policiesPath, query)), readAgentPools(clients)]);
	return findUsage(policies, pools);
}

const named = (what: string, users: readonly ImageUser[]): string[] =>
	users.map(({ id, displayName }) => `${what} '${redact(displayName ?? id)}'`);

/**
 * Makes sure that nothing uses an image.
 * @throws ImageRefusal that names what does, or when the use is unknown; GraphError
 */
export async function checkUnused(clients: ImageClients, id: string): Promise<void> {
	const usedBy = knownUse(await readUsage(clients))(id);
	if (!isUsed(usedBy)) return;
	const users = [...named('provisioning policy', usedBy.policies), ...named('agent pool', usedBy.agentPools)];
	throw new ImageRefusal(
		`The image is in use by ${users.slice(0, 5).join(', ')}${users.length > 5 ? `, and ${users.length - 5} more` : ''}`,
		`Nothing was deleted. Give them another image first, with Set Image or in Intune under Devices > Windows 365.\nImage ID: ${id}`,
	);
}
