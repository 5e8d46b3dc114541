import type { CloudPcGalleryImage } from '@microsoft/microsoft-graph-types';

import type { EntityProperties } from '../../graph/entityProperties';
import { galleryImagesPath } from '../../graph/paths';
import type { Picker } from '../../n8n/picker';
import type { Resource } from '../resource';

/** The gallery list of `image`: the name and the support state. */
export const searchGalleryImages: Picker = {
	many: 'gallery images',
	version: 'v1.0',
	async load(graph) {
		const choices = [];
		for await (const image of graph.list(galleryImagesPath, { $select: 'id,displayName,status' })) {
			const name = String(image.displayName ?? image.id);
			choices.push({ label: `${name} (${String(image.status ?? 'unknown')})`, name, version: '', value: image.id });
		}
		return choices;
	},
};

const properties = {
	id: { type: 'id' },
	displayName: { type: 'text' },
	status: { type: 'text' },
	startDate: { type: 'text' },
	endDate: { type: 'text' },
	expirationDate: { type: 'text' },
	osVersionNumber: { type: 'text' },
	sizeInGB: { type: 'number' },
	publisherName: { type: 'text' },
	offerName: { type: 'text' },
	skuName: { type: 'text' },
} as const satisfies EntityProperties & Record<Exclude<keyof CloudPcGalleryImage, '@odata.type'>, unknown>;

/** https://learn.microsoft.com/graph/api/resources/cloudpcgalleryimage */
export const galleryImage = {
	value: 'galleryImage',
	name: 'Gallery Image',
	noun: 'gallery image',
	properties,
	pickers: { searchGalleryImages },
} as const satisfies Resource;
