import { GraphError, serviceError, unknownSegment, wrongMethod } from '../odata/errors';
import { deviceImagesPath, imageOf } from './deviceImages';
import { resource, type GraphApi, type GraphCall } from './resource';

/** retryUpload and reupload: beta only (contract 1.7). */
export function uploadActionRoutes(api: GraphApi): void {
	resource(api, `${deviceImagesPath}/:id/retryUpload`, {
		POST: { needs: 'write', answer: restartUpload },
	});
	resource(api, `${deviceImagesPath}/:id/reupload`, {
		POST: { needs: 'write', answer: reupload },
	});
}

function reupload(call: GraphCall): void {
	const answer = call.state.settings.reuploadAnswer;
	call.reply.headers({
		sunset: 'Thu, 25 Jun 2026 00:00:00 GMT',
		link:
			'<https://developer.microsoft.com/en-us/graph/changes?$filterby=beta,reupload' +
			'&from=2026-01-01&to=2026-02-01>;rel="deprecation";type="text/html"',
	});
	// How a removed action answers is unknown ([U]).
	if (answer === 404) throw new GraphError(404, 'ResourceNotFound', 'The action was removed.');
	if (answer === 405) throw wrongMethod();
	if (answer === 410) throw new GraphError(410, 'Gone', 'The action was removed.');
	if (answer === 400) throw unknownSegment('reupload');
	restartUpload(call);
}

function restartUpload(call: GraphCall): void {
	const image = imageOf(call);
	if (image.status !== 'failed') {
		// Contract 1.7 [U]: what happens to an image that did not fail is unknown; the code is ours.
		const text = `Only a failed upload can be retried; this one is ${image.status}.`;
		throw serviceError(400, 'DeviceImageNotFailed', text);
	}
	// Contract 1.7: that the image goes back to pending without an errorCode is inferred.
	call.state.tenant.startUpload(image);
	call.reply.code(204);
}
