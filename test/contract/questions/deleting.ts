import { imagesV1 } from '../msal';
import { nilId, noSuchId } from './askedGraph';
import { partOf, refusal } from './facts';
import { write } from './ownImages';
import type { Question } from './question';

/** What deletes: the last, because it takes the image that others ask about (contract 1, 3.5, 8). */
export const deleting: Question[] = [
	write(
		'delete-unknown-id',
		'3.5',
		'Delete with the id of no image',
		'unknown',
		async ({ client }) => refusal(await client.delete(`${imagesV1}/${noSuchId}`)),
		{ status: 404, code: 'notFound', innerCode: 'DeviceImageNotFound' },
	),
	write(
		'delete-nil-id',
		'1',
		'Delete of the nil GUID, alone and in the batch of the credential test',
		'unknown',
		async (graph) => {
			const mayWrite = (await graph.createOnce()).status !== 403;
			const path = imagesV1.replace('/v1.0', '');
			const batch = await graph.client.post('/v1.0/$batch', {
				requests: [
					{ id: 'read', method: 'GET', url: `${path}?$select=id` },
					{ id: 'write', method: 'DELETE', url: `${path}/${nilId}`, dependsOn: ['read'] },
				],
			});
			const alone = refusal(await graph.client.delete(`${imagesV1}/${nilId}`));
			return { mayWrite, ...alone, batched: partOf(batch, 'write').status };
		},
		{ mayWrite: true, status: 404, code: 'notFound', innerCode: 'DeviceImageNotFound', batched: 404 },
		{ mayWrite: false, status: 403, code: 'Forbidden', batched: 403 },
	),
	write(
		'delete',
		'1',
		'Delete, then Get and Delete again',
		'documented',
		async (graph) => {
			const id = await graph.ownImageId();
			const { status, data } = await graph.deleteOwn(id);
			const get = (await graph.client.get(`${imagesV1}/${id}`)).status;
			const again = (await graph.deleteOwn(id)).status;
			return { status, body: Boolean(data), get, again };
		},
		{ status: 204, body: false, get: 404, again: 404 },
	),
];
