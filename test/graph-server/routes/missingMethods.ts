import type { FastifyRequest } from 'fastify';

import { GraphError, unknownSegment, wrongMethod } from '../odata/errors';
import type { GraphMethod, MissingMethodAnswer, Settings } from '../settings';

const virtualEndpoint = '/deviceManagement/virtualEndpoint';
const images = `${virtualEndpoint}/deviceImages`;
const policies = `${virtualEndpoint}/provisioningPolicies`;
const galleryImages = `${virtualEndpoint}/galleryImages`;
const agentPools = `${virtualEndpoint}/cloudPcPools`;

const routes: Record<GraphMethod, string> = {
	listImages: `GET ${images}`,
	createImage: `POST ${images}`,
	getImage: `GET ${images}/:id`,
	updateImage: `PATCH ${images}/:id`,
	deleteImage: `DELETE ${images}/:id`,
	getSourceImages: `GET ${images}/getSourceImages`,
	retryUpload: `POST ${images}/:id/retryUpload`,
	reupload: `POST ${images}/:id/reupload`,
	listPolicies: `GET ${policies}`,
	getPolicy: `GET ${policies}/:id`,
	updatePolicy: `PATCH ${policies}/:id`,
	listGalleryImages: `GET ${galleryImages}`,
	getGalleryImage: `GET ${galleryImages}/:id`,
	listCloudPcs: `GET ${virtualEndpoint}/cloudPCs`,
	listAgentPools: `GET ${agentPools}`,
	getAgentPool: `GET ${agentPools}/:id`,
};

/** @throws GraphError for a method that `settings.missingMethods` takes away. */
export function refuseMissingMethod(request: FastifyRequest, route: string, settings: Settings): void {
	const asked = `${request.method} ${route}`;
	const missing = Object.entries(settings.missingMethods).find(
		([method]) => routes[method as GraphMethod] === asked,
	);
	if (missing) throw refusal(request, missing[1]);
}

function refusal(request: FastifyRequest, answer: MissingMethodAnswer): GraphError {
	if (answer === 405) return wrongMethod();
	if (answer === 501) return new GraphError(501, 'NotImplemented', 'The method is not implemented.');
	const { code, message } = answer.startsWith('noRoute')
		? noRoute(request)
		: unknownSegment(request.record.path.split('/').at(-1) ?? '');
	return new GraphError(answer.endsWith('404') ? 404 : 400, code, message);
}

/** The exact words of microsoftgraph/microsoft-graph-docs-contrib#1915; the service's own path in it is ours ([U]). */
function noRoute({ method, record }: FastifyRequest): { code: string; message: string } {
	const [, , singleton = '', ...rest] = record.path.split('/');
	const kinds = rest.map((segment, index) => {
		if (index < 2) return 'navigation';
		if (method === 'POST' && index > 2) return 'action';
		return segment.startsWith('getSourceImages') ? 'function' : 'key';
	});
	const template = ['~', 'singleton', ...kinds].join('/');
	const path = [singleton, ...rest].join('/');
	return {
		code: 'No method match route template',
		message: `No OData route exists that match template ${template} with http verb ${method} for request /CloudPC/StatelessCloudPCFEService/${path}.`,
	};
}
