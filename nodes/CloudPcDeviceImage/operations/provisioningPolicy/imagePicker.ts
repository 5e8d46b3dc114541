import type { Picker } from '../../n8n/picker';
import { searchImages } from '../deviceImage/resource';
import { searchGalleryImages } from '../galleryImage/resource';

/** The list of `image`: device images and gallery images. n8n's editor opens a list only in the mode `list`, so there is one. */
export const searchImagesOfPolicies: Picker = {
	many: 'device images and gallery images',
	version: 'v1.0',
	async load(graph, beta) {
		const [images, galleryImages] = await Promise.all([searchImages.load(graph, beta), searchGalleryImages.load(graph, beta)]);
		return [...images, ...galleryImages.map((choice) => ({ ...choice, label: `${choice.label}, gallery image` }))];
	},
};
