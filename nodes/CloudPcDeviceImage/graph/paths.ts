import { GraphError } from './errors';

/** Collection of device images, below the version. Source: https://learn.microsoft.com/graph/api/resources/cloudpcdeviceimage */
export const deviceImagesPath = '/deviceManagement/virtualEndpoint/deviceImages';

/** The documented spelling of the function, without parentheses. */
export const sourceImagesPath = `${deviceImagesPath}/getSourceImages`;

/** Collection of provisioning policies. Source: https://learn.microsoft.com/graph/api/resources/cloudpcprovisioningpolicy */
export const policiesPath = '/deviceManagement/virtualEndpoint/provisioningPolicies';

/** Returns whether a text can be the ID of an entity, and so never leave its path segment; no encoding keeps `..` inside. */
export const isEntityId = (text: string): boolean => /^[\da-z-]{1,64}$/i.test(text);

/**
 * Returns the path of one device image.
 *
 * @param id a checked image id, or one that Graph gave
 * @param action a bound action, e.g. `retryUpload`
 * @throws GraphError when Graph gave an id that is none
 */
export function deviceImagePath(id: string, action?: string): string {
	if (!isEntityId(id)) {
		throw new GraphError({
			request: `GET ${deviceImagesPath}`,
			status: 200,
			kind: 'unusableResponse',
			code: '',
			serviceMessage: `'${id}' is no image ID.`,
		});
	}
	const image = `${deviceImagesPath}/${id}`;
	return action ? `${image}/${action}` : image;
}

/**
 * Returns a text as an OData string literal, for a `$filter`.
 * Source: OData 4.01 ABNF, `string`: a quote is doubled, nothing else means anything.
 */
export const odataLiteral = (text: string): string => `'${text.replaceAll("'", "''")}'`;
