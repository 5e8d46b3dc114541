import { imagesBeta } from '../msal';
import type { AskedGraph, Entity } from './askedGraph';
import { modifiedAt, outcome } from './facts';
import { act, fromNothing, readOwn, settle, write } from './ownImages';
import { NotAsked, type Facts, type Question } from './question';

/** Uploads the failed image again. */
async function restart(graph: AskedGraph, action: 'retryUpload' | 'reupload'): Promise<Facts> {
	const { image } = await settle(graph, fromNothing(graph));
	if (image.status !== 'failed') throw new NotAsked(`the upload ended as ${String(image.status)}`);
	const reply = await graph.client.post(`${imagesBeta}/${String(image.id)}/${action}`);
	const after = Object((await readOwn(graph, fromNothing(graph))).data) as Entity;
	return {
		...outcome(reply),
		body: Boolean(reply.data),
		imageStatus: String(after.status),
		errorCode: after.errorCode === null ? null : String(after.errorCode),
		newer: modifiedAt(after) > modifiedAt(image),
	};
}

const restarted = { status: 204, body: false, imageStatus: 'pending', errorCode: null, newer: true };

/** What waits for the end of an upload (contract 1.7, 3.1, 8). */
export const settled: Question[] = [
	write(
		'upload-duration',
		'8',
		'How long an upload takes (whole minutes), and how it ends',
		'unknown',
		async (graph) => {
			const { minutes, image } = await settle(graph);
			return { minutes, status: String(image.status) };
		},
		{ minutes: 20, status: 'ready' },
	),
	write(
		'retry-on-ready',
		'8',
		'retryUpload of a ready image',
		'unknown',
		async (graph) => {
			const { image } = await settle(graph);
			if (image.status !== 'ready') throw new NotAsked(`the upload ended as ${String(image.status)}`);
			return outcome(await act(graph, 'retryUpload'));
		},
		{ status: 400, code: 'badRequest', innerCode: 'DeviceImageNotFailed' },
	),
	write(
		'source-not-found',
		'3.1',
		'How the upload from a source image that does not exist ends',
		'inferred',
		async (graph) => {
			const { image } = await settle(graph, fromNothing(graph));
			return { status: String(image.status), errorCode: String(image.errorCode) };
		},
		{ status: 'failed', errorCode: 'sourceImageNotFound' },
	),
	write(
		'retry-on-failed',
		'1.7',
		'retryUpload of a failed image',
		'inferred',
		async (graph) => await restart(graph, 'retryUpload'),
		restarted,
	),
	write(
		'reupload-on-failed',
		'1.7',
		'reupload of a failed image',
		'unknown',
		async (graph) => await restart(graph, 'reupload'),
		restarted,
	),
];
