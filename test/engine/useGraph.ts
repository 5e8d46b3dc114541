/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import { identityHeader, startGraphServer, type GraphServer, type GraphServerOptions, type Settings } from '../graph-server';

/** How a file of tests uses the local Graph. */
export interface UseGraphOptions extends Pick<GraphServerOptions, 'seed' | 'tenant'> {
	/** `file` keeps one tenant for all tests, but each begins with these settings, without faults and requests. */
	graphFor?: 'file' | 'test';
	settings?: Partial<Settings>;
	/** Puts the identity endpoint of a virtual machine or of App Service on the n8n host; goes with `graphFor: 'file'`. */
	hostIdentitiesOf?: 'virtualMachine' | 'appService';
}

/**
 * Returns an object that is in each test the one of that test, so that a file can name it once, at its top.
 *
 * @throws when it is used before the hooks have run
 */
export function standIn<T extends object>(name: string, current: () => T | undefined): T {
	const found = (): T => {
		const value = current();
		if (!value) throw new Error(`${name} is there in tests and hooks only`);
		return value;
	};
	return new Proxy({} as T, {
		get: (_, key) => Reflect.get(found(), key) as unknown,
		set: (_, key, value) => Reflect.set(found(), key, value),
	});
}

/** MSAL keeps the endpoint that it found first for the life of the process, so it is one for the whole file. */
const identityVariables = {
	virtualMachine: ({ httpUrl }: GraphServer) => ({ AZURE_POD_IDENTITY_AUTHORITY_HOST: httpUrl }),
	appService: ({ httpUrl }: GraphServer) => ({ IDENTITY_ENDPOINT: `${httpUrl}/msi/token`, IDENTITY_HEADER: identityHeader }),
};

function useIdentityEndpoint(graph: GraphServer, kind: keyof typeof identityVariables): void {
	let variables: Record<string, string> = {};
	beforeAll(() => {
		variables = identityVariables[kind](graph);
		Object.assign(process.env, variables);
	});
	afterAll(() => Object.keys(variables).forEach((name) => delete process.env[name]));
}

/** Starts a local Graph before the tests of a file, or before each, and stops it. */
export function useGraph({ graphFor = 'test', settings, hostIdentitiesOf, ...options }: UseGraphOptions = {}): GraphServer {
	let current: GraphServer | undefined;
	let fresh: Settings | undefined;
	const graph = standIn<GraphServer>('The local Graph', () => current);

	const start = async (): Promise<void> => {
		current = await startGraphServer(options);
		fresh = { ...current.settings, ...settings };
	};
	const stop = async (): Promise<void> => {
		await current?.close();
		current = undefined;
	};
	if (graphFor === 'file') {
		beforeAll(start);
		afterAll(stop);
	} else {
		beforeEach(start);
		afterEach(stop);
	}
	if (hostIdentitiesOf) useIdentityEndpoint(graph, hostIdentitiesOf);
	beforeEach(() => {
		Object.assign(graph.settings, fresh);
		graph.faults.clear();
		graph.clearRequests();
	});
	return graph;
}
