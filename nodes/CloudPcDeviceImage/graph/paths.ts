/** Collection of device images, below the version. Source: https://learn.microsoft.com/graph/api/resources/cloudpcdeviceimage */
export const deviceImagesPath = '/deviceManagement/virtualEndpoint/deviceImages';

/** The documented spelling of the function, without parentheses. */
export const sourceImagesPath = `${deviceImagesPath}/getSourceImages`;

/**
 * Gives the path of one device image.
 *
 * @param id a checked image id
 * @param action a bound action, e.g. `retryUpload`
 */
export function deviceImagePath(id: string, action?: string): string {
	const image = `${deviceImagesPath}/${encodeURIComponent(id)}`;
	return action ? `${image}/${action}` : image;
}
