import { imagesV1 } from '../msal';
import { imagesPath } from './askedGraph';
import { hasHeader, outcome, refusal } from './facts';
import { act, readOwn, write } from './ownImages';
import type { Question } from './question';

const versions = ['beta', 'v1.0'] as const;

const patches = versions.map((version) =>
	write(
		`patch-${version}`,
		'8',
		`PATCH of displayName on ${version}`,
		'unknown',
		async (graph) => {
			const id = await graph.ownImageId();
			const displayName = `${graph.ownName} renamed on ${version}`;
			const reply = await graph.client.patch(`${imagesPath(version)}/${id}`, { displayName });
			const after = await readOwn(graph);
			return { ...outcome(reply), changed: Object(after.data).displayName === displayName };
		},
		{ status: 200, changed: true },
	),
);

/** Microsoft registers a permission for PATCH on this path alone. The body names only an own image, as it is called. */
const collectionPatches = versions.map((version) =>
	write(
		`patch-collection-${version}`,
		'1.8',
		`PATCH on the collection on ${version}`,
		'unknown',
		async (graph) => {
			const body = { id: await graph.ownImageId(), displayName: graph.ownName };
			return outcome(await graph.client.patch(imagesPath(version), body));
		},
		{ status: 405, code: 'Request_BadRequest' },
	),
);

/** What would change an image that is still pending (contract 1.7, 1.8, 8). */
export const changing: Question[] = [
	write(
		'retry-on-v1.0',
		'1.7',
		'retryUpload on v1.0, which lacks it',
		'schema',
		async (graph) => ({ status: (await act(graph, 'retryUpload', 'v1.0')).status }),
		...[400, 404, 405].map((status) => ({ status })),
	),
	write(
		'retry-on-pending',
		'8',
		'retryUpload of a pending image',
		'unknown',
		async (graph) => outcome(await act(graph, 'retryUpload')),
		{ status: 400, code: 'badRequest', innerCode: 'DeviceImageNotFailed' },
	),
	write(
		'reupload',
		'8',
		'Whether reupload still answers (of a pending image)',
		'unknown',
		async (graph) => {
			const reply = await act(graph, 'reupload');
			return {
				...outcome(reply),
				sunset: hasHeader(reply, 'sunset'),
				deprecation: /rel="?deprecation/.test(String(reply.headers.link)),
			};
		},
		{
			status: 400,
			code: 'badRequest',
			innerCode: 'DeviceImageNotFailed',
			sunset: true,
			deprecation: true,
		},
	),
	...patches,
	...collectionPatches,
	write(
		'put',
		'4.1',
		'PUT, a verb that the path lacks',
		'documented',
		async (graph) => {
			const path = `${imagesV1}/${await graph.ownImageId()}`;
			return refusal(await graph.client.put(path, { displayName: graph.ownName }));
		},
		{ status: 405, code: 'Request_BadRequest' },
	),
];
