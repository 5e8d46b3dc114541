import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { CloudPcGraphManagedIdentityApi } from '../../credentials/CloudPcGraphManagedIdentityApi.credentials';
import { CloudPcGraphOAuth2Api } from '../../credentials/CloudPcGraphOAuth2Api.credentials';
import { CloudPcDeviceImage } from '../../nodes/CloudPcDeviceImage/CloudPcDeviceImage.node';
import { CloudPcDeviceImageTrigger } from '../../nodes/CloudPcDeviceImage/CloudPcDeviceImageTrigger.node';
import { imageProperties } from '../../nodes/CloudPcDeviceImage/images/deviceImage';

/** A line for each stored value: its path, its type, what it can be, and its default. */
function linesOf(where: string, properties: INodeProperties[]): string[] {
	const lines = properties
		.filter(({ type }) => type !== 'notice')
		.flatMap(({ name, type, options = [], modes = [], default: fallback }) => {
			const path = where ? `${where}.${name}` : name;
			if (type === 'collection') return linesOf(path, options as INodeProperties[]);
			const values = [...(options as INodePropertyOptions[]).map(({ value }) => value), ...modes.map((mode) => mode.name)];
			const choices = values.length > 0 ? `(${values.map(String).sort().join(' ')})` : '';
			// A hidden field is computed when it is read; nobody stores it.
			return [`${path}: ${type}${choices}${type === 'hidden' ? '' : ` = ${JSON.stringify(fallback)}`}`];
		});
	return [...new Set(lines)];
}

const imageFields = imageProperties.toSorted().join(' ');

/** What is saved in workflows and credentials: a name, value or default that changes here breaks those that exist. */
const stored: Array<[string, INodeProperties[], string[]]> = [
	['cloudPcDeviceImage', new CloudPcDeviceImage().description.properties, [
		'authentication: options(managedIdentity oAuth2) = "oAuth2"',
		'resource: options(deviceImage sourceImage) = "deviceImage"',
		'operation: options(create delete get getAll retryUpload reupload update waitForStatus) = "getAll"',
		'displayName: string = ""',
		'version: string = ""',
		'sourceImageResourceId: resourceLocator(id list) = {"mode":"list","value":""}',
		'options.apiVersion: options(auto beta v1.0) = "auto"',
		'options.ifExists: options(error returnExisting) = "error"',
		'options.pollIntervalSeconds: number = 60',
		'options.timeoutSeconds: number = 60',
		'options.retryBudgetSeconds: number = 120',
		'options.timeoutMinutes: number = 120',
		'options.waitUntilReady: boolean = false',
		'imageId: resourceLocator(id list) = {"mode":"list","value":""}',
		`options.fields: multiOptions(${imageFields}) = []`,
		'returnAll: boolean = false',
		'limit: number = 50',
		'filters.displayName: string = ""',
		'filters.expiresWithinDays: number = 30',
		'filters.osStatus: multiOptions(supported supportedWithWarning unknown) = []',
		'filters.status: multiOptions(failed pending ready warning) = []',
		'options.odataFilter: string = ""',
		'updateFields.displayName: string = ""',
		'updateFields.operatingSystem: string = ""',
		'updateFields.osBuildNumber: string = ""',
		'updateFields.sourceImageResourceId: string = ""',
		'updateFields.version: string = ""',
		'waitUntil: options(ready settled) = "ready"',
		'operation: options(getAll) = "getAll"',
	]],
	['cloudPcDeviceImageTrigger', new CloudPcDeviceImageTrigger().description.properties, [
		'authentication: options(managedIdentity oAuth2) = "oAuth2"',
		'events: multiOptions(created deleted expiring failed osStatusChanged pending ready statusChanged warning) = ["failed","ready"]',
		'imageIds: multiOptions = []',
		'options.apiVersion: options(auto beta v1.0) = "auto"',
		'options.emitExisting: boolean = false',
		'options.expiresWithinDays: number = 30',
		'options.fullImage: boolean = false',
	]],
	['cloudPcGraphOAuth2Api', new CloudPcGraphOAuth2Api().properties, [
		'grantType: options(authorizationCode clientCredentials) = "authorizationCode"',
		'cloud: options(custom global usGovernment) = "global"',
		'customGraphUrl: string = ""',
		'customAuthorityUrl: string = ""',
		'tenantId: string = "organizations"',
		'access: options(readOnly readWrite) = "readWrite"',
		'clientId: string = ""',
		'clientCredentialType: options(certificate clientSecret) = "clientSecret"',
		'clientSecret: string = ""',
		'privateKey: string = ""',
		'certificate: string = ""',
		'authUrl: hidden',
		'accessTokenUrl: hidden',
		'scope: hidden',
		'authQueryParameters: hidden',
		'authentication: hidden',
	]],
	['cloudPcGraphManagedIdentityApi', new CloudPcGraphManagedIdentityApi().properties, [
		'identityKind: options(federated managedIdentity) = "managedIdentity"',
		'managedIdentityClientId: string = ""',
		'cloud: options(custom global usGovernment) = "global"',
		'customGraphUrl: string = ""',
		'customAuthorityUrl: string = ""',
		'tenantId: string = ""',
		'clientId: string = ""',
		'access: options(readOnly readWrite) = "readWrite"',
		'accessToken: hidden',
	]],
];

describe('what workflows and credentials store', () => {
	it.each(stored)('%s', (_, properties, lines) => {
		expect(linesOf('', properties)).toEqual(lines);
	});
});
