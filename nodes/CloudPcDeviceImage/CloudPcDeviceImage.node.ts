import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { operationProperties } from './operations';
import { searchImages } from './operations/deviceImage/imageId';
import { searchSourceImages } from './operations/sourceImage/sourceImageId';
import { authenticationParameter } from './parameters/authentication';

export class CloudPcDeviceImage implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Cloud PC Device Image',
		name: 'cloudPcDeviceImage',
		icon: {
			light: 'file:../../icons/cloudPcDeviceImage.svg',
			dark: 'file:../../icons/cloudPcDeviceImage.dark.svg',
		},
		group: ['input'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Upload, watch and manage Windows 365 custom device images',
		defaults: { name: 'Cloud PC Device Image' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'cloudPcGraphManagedIdentityApi',
				required: true,
				displayOptions: { show: { authentication: ['managedIdentity'] } },
			},
			{
				name: 'cloudPcGraphOAuth2Api',
				required: true,
				displayOptions: { show: { authentication: ['oAuth2'] } },
			},
		],
		properties: [authenticationParameter.property, ...operationProperties],
	};

	methods = {
		listSearch: { searchImages, searchSourceImages },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		// n8n starts faster without what only a run needs.
		const { runItems } = await import('./n8n/runItems');
		return [await runItems(this)];
	}
}
