import { deviceImageProperties, imageLabel } from '../../images/deviceImage';
import { listImages } from '../../images/hiddenWords';
import type { Picker } from '../../n8n/picker';
import type { Resource } from '../resource';

/** The list of `imageId` and of the trigger's `imageIds`: `displayName version (status)`. */
export const searchImages: Picker = {
	many: 'device images',
	version: 'v1.0',
	async load(graph, beta) {
		const choices = [];
		for await (const image of listImages({ graph, beta }, { $select: 'id,displayName,version,status' })) {
			choices.push({
				label: `${imageLabel(image)} (${String(image.status ?? 'unknown')})`,
				name: String(image.displayName ?? image.id),
				version: String(image.version ?? ''),
				value: String(image.id),
			});
		}
		return choices;
	},
};

/** https://learn.microsoft.com/graph/api/resources/cloudpcdeviceimage */
export const deviceImage = {
	value: 'deviceImage',
	name: 'Device Image',
	noun: 'device image',
	properties: deviceImageProperties,
	pickers: { searchImages },
} as const satisfies Resource;
