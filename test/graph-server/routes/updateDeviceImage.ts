import { deviceImageType } from '../images/imageTypes';
import { GraphError, odataError, serviceError, wrongMethod } from '../odata/errors';
import { checkInput, refuseTwin, refuseUnknownProperties } from './createDeviceImage';
import { imageBody, imageOf } from './deviceImages';
import { jsonBody } from './jsonBody';
import type { GraphCall } from './resource';

const writable = [
	'displayName',
	'version',
	'sourceImageResourceId',
	'operatingSystem',
	'osBuildNumber',
];

/** PATCH: generated in every SDK, documented nowhere; `settings.patchAnswer` decides (1.8, [U]). */
export function updateImage(call: GraphCall) {
	const { state, reply, request } = call;
	const image = imageOf(call);
	const changes = jsonBody(request);
	const answer = state.settings.patchAnswer;
	if (answer === 405) throw wrongMethod();
	if (answer === 501) throw new GraphError(501, 'NotImplemented', 'The method is not implemented.');
	if (answer === 400) {
		throw serviceError(400, 'InvalidProperties', 'The properties are read-only.');
	}
	refuseUnknownProperties(changes, deviceImageType[call.version]);
	const names = Object.keys(changes).filter((name) => !name.startsWith('@odata.'));
	for (const name of names) {
		if (!writable.includes(name)) throw odataError(`The property '${name}' is read-only.`);
		checkInput(name, changes[name]);
	}
	const updated = { ...image, ...Object.fromEntries(names.map((name) => [name, changes[name]])) };
	const renamed = updated.displayName !== image.displayName || updated.version !== image.version;
	if (renamed) refuseTwin(state.tenant, updated);
	Object.assign(image, updated, { lastModifiedDateTime: state.clock.now().toISOString() });
	if (answer === 200) return imageBody(call, image);
	reply.code(204);
	return undefined;
}
