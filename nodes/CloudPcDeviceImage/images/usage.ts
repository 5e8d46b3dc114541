import type { CloudPcProvisioningPolicy } from '@microsoft/microsoft-graph-types';

import { guidPattern } from '../../../credentials/entra/guid';
import { redact } from '../../../credentials/entra/redact';
import { textIn } from '../graph/jsonObject';
import { ImageRefusal } from './imageRefusal';

/** Which image is provisioned, of a policy or a pool, as Graph sends it; `$select` and newer versions may leave out or add to it. */
export type ImageChoice = { [Name in keyof Pick<CloudPcProvisioningPolicy, 'imageId' | 'imageType'>]: string | null };

/** A provisioning policy: https://learn.microsoft.com/graph/api/resources/cloudpcprovisioningpolicy */
export interface Policy extends ImageChoice {
	id: string;
	displayName?: string | null;
}

/** A pool of Windows 365 for Agents, not in Microsoft's types yet: https://learn.microsoft.com/graph/api/resources/cloudpcagentpool?view=graph-rest-beta */
export interface AgentPool {
	id: string;
	displayName?: string | null;
	cloudPcConfiguration?: ImageChoice | null;
}

/** Something that uses an image, for people. */
export interface ImageUser {
	id: string;
	displayName: string | null;
}

/** What uses one image; two empty lists when nothing does. */
export interface UsedBy {
	policies: ImageUser[];
	agentPools: ImageUser[];
}

/** The use of every image. Only known use has `usedBy`, so that unknown use is never read as no use. */
export type ImageUsage =
	| { isKnown: true; usedBy: (imageId: string) => UsedBy }
	/** @param reason a sentence without its period */
	| { isKnown: false; reason: string };

/** Returns what two spellings of one image ID have in common. */
export const imageKey = (imageId: string): string => imageId.trim().toLowerCase();

/** Device images have GUIDs; what else stands in a policy, such as a word for an automatic choice, may mean any image. */
const guid = new RegExp(`^${guidPattern}$`, 'i');

/** Returns the device image of a choice; null for a gallery image, and undefined when it cannot be determined. */
function imageOf(choice: ImageChoice | null | undefined): string | null | undefined {
	const imageId = textIn(choice?.imageId) ?? '';
	// An ID counts whatever the type says: a contradiction must not make an image free to delete.
	if (guid.test(imageId.trim())) return imageKey(imageId);
	return textIn(choice?.imageType)?.toLowerCase() === 'gallery' ? null : undefined;
}

type Found = { list: keyof UsedBy; user: ImageUser; imageId: string | null | undefined };

const find = (list: keyof UsedBy, { id, displayName }: Policy | AgentPool, choice: ImageChoice | null | undefined): Found => ({
	list,
	user: { id, displayName: displayName ?? null },
	imageId: imageOf(choice),
});

const nouns: Record<keyof UsedBy, string> = { policies: 'Provisioning policy', agentPools: 'Agent pool' };

/**
 * Returns what uses each device image. One policy or pool whose image cannot be determined makes the use of every image unknown,
 * as it may use any of them. A gallery image is no device image.
 *
 * @param policies every provisioning policy of the tenant, with `id`, `displayName`, `imageId` and `imageType`
 * @param agentPools every agent pool of the tenant; none in a cloud that does not know them
 */
export function findUsage(policies: readonly Policy[], agentPools: readonly AgentPool[]): ImageUsage {
	const found = [
		...policies.map((policy) => find('policies', policy, policy)),
		...agentPools.map((pool) => find('agentPools', pool, pool.cloudPcConfiguration)),
	];
	const unclear = found.find(({ imageId }) => imageId === undefined);
	if (unclear) {
		const name = redact(unclear.user.displayName ?? unclear.user.id);
		return { isKnown: false, reason: `${nouns[unclear.list]} '${name}' does not show which image it uses` };
	}
	return {
		isKnown: true,
		usedBy(imageId) {
			const users = found.filter((each) => each.imageId === imageKey(imageId));
			const inList = (wanted: keyof UsedBy) => users.filter(({ list }) => list === wanted).map(({ user }) => user);
			return { policies: inList('policies'), agentPools: inList('agentPools') };
		},
	};
}

/** Returns the function that gives what uses an image. @throws ImageRefusal when the use is unknown */
export function knownUse(usage: ImageUsage): (imageId: string) => UsedBy {
	if (usage.isKnown) return usage.usedBy;
	throw new ImageRefusal(
		"It isn't known which device images are in use, so none is treated as unused",
		`${usage.reason}. Check it in Intune under Devices > Windows 365, then try again.`,
	);
}

/** Returns whether anything uses an image. */
export const isUsed = ({ policies, agentPools }: UsedBy): boolean => policies.length + agentPools.length > 0;
