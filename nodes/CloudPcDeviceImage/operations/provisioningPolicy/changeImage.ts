import type { IDataObject } from 'n8n-workflow';

import type { GraphClient, GraphEntity } from '../../graph/client';
import type { Clock } from '../../graph/clock';
import { policyPath } from '../../graph/paths';
import { isAmbiguousWrite } from '../../graph/retry';
import { ImageRefusal } from '../../images/imageRefusal';
import { imageFields, sameImage, type TargetImage } from '../../images/policyImage';
import { imageKey, type ImageChoice } from '../../images/usage';
import { lookAfterLost, readAfter } from '../outcome';

/** What a policy had before its image was changed; Set Image takes its ID to roll back. */
export interface PreviousImage extends IDataObject {
	imageId: string | null;
	imageType: string | null;
	imageDisplayName: string | null;
}

/** Returns the image that a policy has. */
export const imageOf = ({ imageId, imageType, imageDisplayName }: GraphEntity): PreviousImage => ({
	imageId: (imageId as string | undefined) ?? null,
	imageType: (imageType as string | undefined) ?? null,
	imageDisplayName: (imageDisplayName as string | undefined) ?? null,
});

const has = (policy: GraphEntity, target: TargetImage): boolean => sameImage(policy as ImageChoice, target);

const nameOf = (policy: GraphEntity): string => String(policy.displayName ?? policy.id);

/** Somebody else gave the policy a third image meanwhile. */
function refuseEdited(policy: GraphEntity): ImageRefusal {
	const { imageDisplayName, imageId } = imageOf(policy);
	return new ImageRefusal(
		`Someone else changed the image of policy '${nameOf(policy)}' at the same time`,
		`It now has '${imageDisplayName ?? imageId}'. Check with your team which image it should have, then run the node again.`,
	);
}

/** A change of one policy. */
export interface ImageChange {
	graph: GraphClient;
	clock: Clock;
	/** The policy as it was just read. */
	policy: GraphEntity & { id: string };
	target: TargetImage;
}

/** Pauses before the fields are sent again, ms. */
const sendAgainAfterMs = [0, 1_000, 4_000];

/**
 * Sends the three fields. When nobody knows whether the service acted, the policy is read before they are sent again.
 * @throws GraphError of the last try; ImageRefusal when somebody else changed the policy meanwhile
 */
async function send({ graph, clock, policy, target }: ImageChange, pausesMs: readonly number[] = sendAgainAfterMs): Promise<void> {
	const path = policyPath(policy.id);
	await graph.patch(path, { ...imageFields(target) }, 'nonIdempotent').catch(async (error: unknown) => {
		if (!isAmbiguousWrite(error)) throw error;
		const now = await lookAfterLost(error, async () => await graph.get(path));
		if (has(now, target)) return;
		if (imageKey(String(now.imageId)) !== imageKey(String(policy.imageId))) throw refuseEdited(now);
		const [pauseMs, ...later] = pausesMs;
		if (pauseMs === undefined) throw error;
		if (pauseMs > 0) await clock.sleep(pauseMs);
		await send({ graph, clock, policy, target }, later);
	});
}

/** Pauses before the reads that look for the change, ms: reads may lag behind writes by seconds. */
const pausesMs = [0, 2_000, 6_000];

/** Returns the policy as it is after the change. @throws GraphError; ImageRefusal when the change cannot be seen */
async function verify({ graph, clock, policy, target }: ImageChange): Promise<GraphEntity> {
	let now: GraphEntity = policy;
	for (const pauseMs of pausesMs) {
		if (pauseMs > 0) await clock.sleep(pauseMs);
		now = await graph.get(policyPath(policy.id));
		if (has(now, target)) return now;
	}
	if (imageKey(String(now.imageId)) !== imageKey(String(policy.imageId))) throw refuseEdited(now);
	throw new ImageRefusal(
		`Microsoft Graph accepted the change, but policy '${nameOf(policy)}' still has its previous image`,
		'Check the policy in Intune under Devices > Windows 365 > Provisioning policies. If it still has the previous image, run the node again.',
	);
}

/**
 * Gives a policy another image and looks that it has it. Sends the three fields of the image and no other: a policy that is
 * sent back as a whole is refused (lifecycle contract 1.4).
 *
 * @returns the policy as it is now
 * @throws GraphError; ImageRefusal when the change cannot be seen, or somebody else changed the image
 */
export async function changeImage(change: ImageChange): Promise<GraphEntity> {
	await send(change);
	const { policy } = change;
	const done = { what: 'the image was set', policyId: policy.id, previousImage: imageOf(policy) };
	return await readAfter(done, async () => await verify(change));
}
