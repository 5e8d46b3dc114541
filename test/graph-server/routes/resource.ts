import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { authorize, type Access } from '../authorization';
import type { ApiVersion } from '../odata/entityType';
import { wrongMethod } from '../odata/errors';
import { originOf } from '../origin';
import type { ServerState } from '../state';
import { refuseMissingMethod } from './missingMethods';

const methods = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE', 'HEAD', 'OPTIONS'] as const;

const jsonType = 'application/json;odata.metadata=minimal;odata.streaming=true;charset=utf-8';

/** One version of the API, to hang routes on. */
export interface GraphApi {
	app: FastifyInstance;
	state: ServerState;
	version: ApiVersion;
}

/** A request that passed authorization. */
export interface GraphCall extends Omit<GraphApi, 'app'> {
	request: FastifyRequest;
	reply: FastifyReply;
	/** `https://host/v1.0` */
	root: string;
}

/** What a path answers to a verb. */
export interface Method {
	needs: Access;
	/** @returns The body; undefined for none. */
	answer(call: GraphCall): unknown;
}

/** Registers a path; every verb it has not gets Graph's 405. */
export function resource(
	api: GraphApi,
	path: string,
	answers: Partial<Record<(typeof methods)[number], Method>>,
): void {
	for (const method of methods) {
		const { needs, answer } = answers[method] ?? { needs: 'token', answer: refuse };
		api.app.route({
			method,
			url: path,
			handler: async (request, reply) => {
				await authorize(request, api.state, needs);
				refuseMissingMethod(request, path, api.state.settings);
				const { state, version } = api;
				const root = `${originOf(request)}/${version}`;
				reply.type(jsonType);
				return answer({ state, version, request, reply, root });
			},
		});
	}
}

function refuse(): never {
	throw wrongMethod();
}
