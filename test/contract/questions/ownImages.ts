import { imagesBeta } from '../msal';
import { imagesPath, prefer, type AskedGraph, type Entity } from './askedGraph';
import { NotAsked, type Evidence, type Facts, type Question } from './question';

/** A question that changes nothing but what was made for it. */
export function write(
	id: string,
	section: string,
	title: string,
	evidence: Evidence,
	ask: Question['ask'],
	...expected: Facts[]
): Question {
	return { id, section, title, evidence, asks: 'write', ask, expected };
}

/** POST on the probe's own image. */
export async function act(graph: AskedGraph, action: string, version: 'v1.0' | 'beta' = 'beta') {
	return await graph.client.post(`${imagesPath(version)}/${await graph.ownImageId()}/${action}`);
}

/** Reads one of the probe's own images; changes tell which, as of createOnce. */
export async function readOwn(graph: AskedGraph, changes?: Entity) {
	const id = await graph.ownImageId(changes);
	return await graph.client.get(`${imagesBeta}/${id}`, { headers: prefer });
}

/** Waits for the end of that image's upload. */
export async function settle(graph: AskedGraph, changes?: Entity): Promise<{ minutes: number; image: Entity }> {
	const { waitMinutes, pass } = graph.options;
	if (waitMinutes === 0) throw new NotAsked('it waits for the end of an upload; give --wait');
	for (let minutes = 0; ; minutes++) {
		const image = Object((await readOwn(graph, changes)).data) as Entity;
		if (image.status !== 'pending') return { minutes, image };
		if (minutes >= waitMinutes)
			throw new NotAsked(`the upload was pending after ${minutes} minutes`);
		await pass(60_000);
	}
}

/** An image whose source image does not exist: it fails, and costs nobody anything. */
export function fromNothing(graph: AskedGraph): Entity {
	const source = String(graph.newImage({}).sourceImageResourceId);
	const group = source.replace(/\/providers\/.*$/i, '');
	const missing = `${group}/providers/Microsoft.Compute/images/${graph.ownName}`;
	return { version: '0.0.4', sourceImageResourceId: missing };
}
