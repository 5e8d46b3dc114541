import { GraphError } from './errors';

/** Collection of device images, below the version. Source: https://learn.microsoft.com/graph/api/resources/cloudpcdeviceimage */
export const deviceImagesPath = '/deviceManagement/virtualEndpoint/deviceImages';

/** The documented spelling of the function, without parentheses. */
export const sourceImagesPath = `${deviceImagesPath}/getSourceImages`;

/** Collection of provisioning policies. Source: https://learn.microsoft.com/graph/api/resources/cloudpcprovisioningpolicy */
export const policiesPath = '/deviceManagement/virtualEndpoint/provisioningPolicies';

/** Gallery images of Microsoft. Source: https://learn.microsoft.com/graph/api/resources/cloudpcgalleryimage */
export const galleryImagesPath = '/deviceManagement/virtualEndpoint/galleryImages';

/** Collection of Cloud PCs. Source: https://learn.microsoft.com/graph/api/resources/cloudpc */
export const cloudPcsPath = '/deviceManagement/virtualEndpoint/cloudPCs';

/** Pools of Windows 365 for Agents, in beta only. Source: https://learn.microsoft.com/graph/api/resources/cloudpcpool?view=graph-rest-beta */
export const agentPoolsPath = '/deviceManagement/virtualEndpoint/cloudPcPools';

/** Returns whether a text can be the ID of an entity, and so never leave its path segment; no encoding keeps `..` inside. */
export const isEntityId = (text: string): boolean => /^[\da-z-]{1,64}$/i.test(text);

/** @throws GraphError when Graph gave an ID that is none */
function entityPath(collection: string, id: string): string {
	if (isEntityId(id)) return `${collection}/${id}`;
	throw new GraphError({
		request: `GET ${collection}`,
		status: 200,
		kind: 'unusableResponse',
		code: '',
		serviceMessage: `'${id}' isn't a valid ID.`,
	});
}

/**
 * Returns the path of one device image.
 *
 * @param id a checked image ID, or one that Graph gave
 * @param action a bound action, e.g. `retryUpload`
 * @throws GraphError when Graph gave an ID that is none
 */
export const deviceImagePath = (id: string, action?: string): string =>
	[entityPath(deviceImagesPath, id), action].filter(Boolean).join('/');

/** Returns the path of one provisioning policy. @throws GraphError when Graph gave an ID that is none */
export const policyPath = (id: string): string => entityPath(policiesPath, id);

/**
 * Returns a text as an OData string literal, for a `$filter`.
 * Source: OData 4.01 ABNF, `string`: a quote is doubled, nothing else means anything.
 */
export const odataLiteral = (text: string): string => `'${text.replaceAll("'", "''")}'`;
