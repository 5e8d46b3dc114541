import type { OperatingSystem, StoredImage } from './storedImage';
import type { UploadOutcome } from '../settings';

const windows11: OperatingSystem = {
	operatingSystem: 'Windows 11 Enterprise',
	osBuildNumber: '24H2',
	osVersionNumber: '10.0.26100.4349',
	expirationDate: '2028-04-11',
};

/** The instant as Graph prints it: UTC, no trailing zeros. */
function graphTime(ms: number): string {
	return new Date(ms).toISOString().replace(/\.?0*Z$/, 'Z');
}

/**
 * Puts an image into pending, as POST, retryUpload and reupload do.
 *
 * @param image Changed in place.
 * @param now The clock's time.
 * @param uploadMs How long pending lasts, in milliseconds on the clock.
 * @param outcome What the upload ends as.
 */
export function startUpload(
	image: StoredImage,
	now: Date,
	uploadMs: number,
	outcome: UploadOutcome,
): void {
	image.status = 'pending';
	image.errorCode = null;
	image.lastModifiedDateTime = graphTime(now.getTime());
	image.upload = { endsAt: now.getTime() + uploadMs, outcome: { ...outcome } };
}

/**
 * Brings an image up to the clock: ends its upload when the time has come and lets its OS age.
 *
 * @param image Changed in place.
 * @param now The clock's time.
 * @param contents What the source image contains; default Windows 11 Enterprise 24H2.
 */
export function settle(image: StoredImage, now: Date, contents: OperatingSystem = windows11): void {
	const { upload } = image;
	if (upload && image.status === 'pending' && upload.endsAt <= now.getTime()) {
		image.status = upload.outcome.status;
		image.errorCode = upload.outcome.errorCode ?? null;
		image.lastModifiedDateTime = graphTime(upload.endsAt);
		if (image.status === 'failed') image.errorCode ??= 'internalServerError';
		else Object.assign(image, contents, { osStatus: 'supported' });
		delete image.upload;
	}
	// Contract 3.4: an expired OS is "supportedWithWarning"; that the date alone decides is inferred.
	const today = now.toISOString().slice(0, 10);
	if (image.osStatus === 'supported' && image.expirationDate && image.expirationDate < today) {
		image.osStatus = 'supportedWithWarning';
	}
}
