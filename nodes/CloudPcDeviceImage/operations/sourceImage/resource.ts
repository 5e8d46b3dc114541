import type { CloudPcSourceDeviceImage } from '@microsoft/microsoft-graph-types-beta';

import type { EntityProperties } from '../../graph/entityProperties';
import { sourceImagesPath } from '../../graph/paths';
import { parseSourceImageId, sourceImageIdOf } from '../../images/sourceImages';
import type { NameAndVersion } from '../../images/versions';
import type { Picker } from '../../n8n/picker';
import type { Resource } from '../resource';

/** Returns what a source image is called. @param resourceId ARM ID of the source image */
export function describeSourceImage(resourceId: string): NameAndVersion & { label: string } {
	const { gallery, image, version, resourceGroup: group } = parseSourceImageId(resourceId);
	const name = gallery ? `${gallery} / ${image}` : image;
	const label = gallery ? `${name} ${version} (gallery, ${group})` : `${name} (managed image, ${group})`;
	return { label, name: `${name} ${group}`, version };
}

/** The list of `sourceImageResourceId`. */
export const searchSourceImages: Picker = {
	many: 'source images',
	version: 'beta',
	async load(graph) {
		const choices = [];
		for await (const source of graph.listValues(sourceImagesPath)) {
			const resourceId = sourceImageIdOf(source);
			choices.push({ ...describeSourceImage(resourceId), value: resourceId });
		}
		return choices;
	},
};

/** The deprecated `id`, which is the same as `resourceId`, is left out. */
const properties = {
	resourceId: { type: 'id' },
	displayName: { type: 'text' },
	subscriptionId: { type: 'text' },
	subscriptionDisplayName: { type: 'text' },
	category: { type: 'text' },
} as const satisfies EntityProperties & Record<Exclude<keyof CloudPcSourceDeviceImage, 'id' | '@odata.type'>, unknown>;

/** https://learn.microsoft.com/graph/api/resources/cloudpcsourcedeviceimage?view=graph-rest-beta */
export const sourceImage = {
	value: 'sourceImage',
	name: 'Source Image',
	noun: 'source image',
	properties,
	pickers: { searchSourceImages },
} as const satisfies Resource;
