import {
	NodeOperationError,
	type IExecuteFunctions,
	type ILoadOptionsFunctions,
	type IPollFunctions,
} from 'n8n-workflow';

import { graphRoot } from '../../../credentials/entra/clouds';
import type { GraphConnection } from './client';
import { GraphError, readThrown, type HttpAnswer } from './errors';

/** The credential type behind each value of the parameter `authentication`. */
const credentialTypes = new Map([['oAuth2', 'cloudPcGraphOAuth2Api']]);

/**
 * Opens the way to Microsoft Graph with the node's credential. The only place where the Graph client meets n8n.
 *
 * @param context n8n's `this` of a node, a trigger or a picker
 * @param authentication value of the parameter `authentication`
 * @param itemIndex the item whose credential is meant
 * @throws NodeOperationError when the credential's URL is not safe
 */
export async function connectToGraph(
	context: IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions,
	authentication: unknown,
	itemIndex = 0,
): Promise<GraphConnection> {
	const credentialType = credentialTypes.get(String(authentication));
	if (!credentialType) {
		throw new NodeOperationError(
			context.getNode(),
			`'Authentication' has the value '${String(authentication)}', which does not exist`,
			{ description: "Choose 'OAuth2'.", itemIndex },
		);
	}
	const credential = await context.getCredentials(credentialType, itemIndex);
	return {
		root: graphRoot(credential),
		async send(request, label) {
			try {
				return (await context.helpers.httpRequestWithAuthentication.call(
					context,
					credentialType,
					request,
				)) as HttpAnswer;
			} catch (error) {
				throw readError(label, error);
			}
		},
	};
}

const readError = (label: string, error: unknown): GraphError =>
	new GraphError(readThrown(label, error));
