import { imagesV1, policies } from '../msal';
import { outcome, refusal } from './facts';
import type { Evidence, Facts, Question } from './question';

/** The limit of custom images per tenant (contract 3.2). */
const imageLimit = 20;

function onlyLocal(
	because: string,
	about: { id: string; section: string; title: string; evidence: Evidence },
	ask: Question['ask'],
	expected: Facts,
): Question {
	return { ...about, asks: { onlyLocalBecause: because }, ask, expected: [expected] };
}

/** What could do harm in a tenant (contract 3.2, 8). */
export const harmful: Question[] = [
	onlyLocal(
		'it would delete an image that Cloud PCs are made from, should the tenant allow it',
		{
			id: 'delete-in-use',
			section: '8',
			title: 'Delete of an image that a policy uses',
			evidence: 'unknown',
		},
		async (graph) => {
			const used = await graph.someOf(policies, 'no policy uses an image');
			return refusal(await graph.client.delete(`${imagesV1}/${String(used[0]?.imageId)}`));
		},
		{ status: 409, code: 'conflict', innerCode: 'DeviceImageInUse' },
	),
	onlyLocal(
		'it would fill the tenant with images',
		{ id: 'image-21', section: '8', title: 'Create of the 21st image', evidence: 'unknown' },
		async (graph) => {
			const count = async () => Number((await graph.client.get(`${imagesV1}/$count`)).data);
			for (let number = await count(); number < imageLimit; number++) {
				await graph.create({ version: `1.0.${number}` });
			}
			return outcome(await graph.create({ version: '2.0.0' }));
		},
		{ status: 400, code: 'badRequest', innerCode: 'DeviceImageLimitExceeded' },
	),
];
