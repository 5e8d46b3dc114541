import { sampleImageIds } from '../graph-server';
import { findCase } from '../operations';
import { byId } from '../operations/byId';
import { changed, sameImage, type Comparison } from '../operations/comparisons';
import { callOf, hitsOf, type Call } from './calls';

/** Returns an operation over several images: once its batch is hit, once the part of the second. */
function several(operation: string, ids: string[], compare: Comparison): Call[] {
	const key = `deviceImage.${operation}`;
	const one = callOf(key);
	const shared = {
		...one,
		parameters: { ...one.parameters, imageId: byId('={{ $json.image }}') },
		input: ids.map((image) => ({ image })),
		compare,
	};
	const [request = ''] = findCase(key).requests;
	const { value: own } = one.parameters.imageId as { value: string };
	const part = hitsOf(request.replace(own, ids[1] ?? ''));
	const name = `${one.name} x ${ids.length}`;
	return [
		{ ...shared, name: `${name}, batch`, many: 'batch', hits: { method: 'POST', path: /\$batch$/ } },
		{ ...shared, name: `${name}, part`, many: 'part', hits: part },
	];
}

const freeIds = [sampleImageIds.free, sampleImageIds.outOfSupport, sampleImageIds.expiringSoon];
const readIds = [sampleImageIds.ready, sampleImageIds.free, sampleImageIds.warning];
const failedIds = [sampleImageIds.notGeneralized, sampleImageIds.internalError];

/** Two or three items, which travel as a batch. */
export const manyCalls: readonly Call[] = [
	...several('delete', freeIds, changed(freeIds, (image) => image === undefined)),
	...several('get', readIds, sameImage),
	...several('retryUpload', failedIds, changed(failedIds, (image) => image?.status === 'pending')),
];
