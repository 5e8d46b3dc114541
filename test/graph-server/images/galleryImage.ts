import type { CloudPcGalleryImage } from '@microsoft/microsoft-graph-types-beta';

import type { ApiVersion, EntityType } from '../odata/entityType';

/** An image of Microsoft's gallery: every property of beta. Its id is `publisher_offer_sku`. */
export interface StoredGalleryImage extends Required<CloudPcGalleryImage> {
	id: string;
}

/** What a new gallery image needs. Its status does not follow from the dates here, so that tests can choose it. */
export type NewGalleryImage = Partial<StoredGalleryImage> & Pick<StoredGalleryImage, 'id'>;

/** Returns a supported gallery image with every property. */
export function newGalleryImage(given: NewGalleryImage): StoredGalleryImage {
	const [publisher = '', offer = '', ...sku] = given.id.split('_');
	const skuName = sku.join('_');
	return {
		displayName: given.id,
		status: 'supported',
		startDate: '2025-10-14',
		endDate: '2028-10-10',
		expirationDate: '2029-04-10',
		osVersionNumber: '10.0.26200.7171',
		sizeInGB: 64,
		publisherName: publisher,
		offerName: offer,
		skuName,
		// The names before 2023, and what only the portal's lists show.
		publisher,
		offer,
		sku: skuName,
		offerDisplayName: 'Windows 11 Enterprise',
		skuDisplayName: skuName,
		recommendedSku: 'light',
		...given,
	};
}

const properties = {
	id: 'string',
	displayName: 'string',
	status: 'string',
	startDate: 'date',
	endDate: 'date',
	expirationDate: 'date',
	osVersionNumber: 'string',
	sizeInGB: 'number',
	publisherName: 'string',
	offerName: 'string',
	skuName: 'string',
} as const satisfies EntityType['properties'];

const enums = { status: { known: ['supported', 'supportedWithWarning', 'notSupported'], evolved: [] } };

/** cloudPcGalleryImage (life cycle contract 3). */
export const galleryImageType: Record<ApiVersion, EntityType> = {
	'v1.0': { name: 'cloudPcGalleryImage', properties, enums },
	beta: {
		name: 'cloudPcGalleryImage',
		properties: {
			...properties,
			publisher: 'string',
			offer: 'string',
			sku: 'string',
			offerDisplayName: 'string',
			skuDisplayName: 'string',
			recommendedSku: 'string',
		},
		enums,
	},
};
