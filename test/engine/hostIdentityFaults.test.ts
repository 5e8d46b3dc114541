/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { eventually } from '../eventually';
import { hostIdentityCredential, type Fault } from '../graph-server';
import { Engine, type NodeRun } from './engine';
import { federatedApp, getImage, newIdentity } from './hostIdentities';
import { useNode } from './useNode';

const { areas, graph } = useNode({ graphFor: 'file', hostIdentitiesOf: 'virtualMachine' });
const identityPath = '/metadata/identity/oauth2/token';
const loginPath = '/oauth2/v2.0/token';

/**
 * An engine of its own for each credential. As all have the same ID, a stored token that does not fit keeps the
 * nodes from letting one execution of the credential go ahead of the others.
 */
async function engineWith(credential: object): Promise<Engine> {
	const engine = await Engine.load();
	engine.useCredential({ ...credential, accessToken: 'of other fields' });
	return engine;
}

const managedIdentity = async (): Promise<Engine> =>
	await engineWith(hostIdentityCredential(graph, newIdentity(graph)));

async function federated(login = graph.httpUrl): Promise<Engine> {
	const identity = newIdentity(graph, []);
	const app = await federatedApp(graph, identity);
	return await engineWith({ ...hostIdentityCredential(graph, identity, app), customAuthorityUrl: login });
}

/** What n8n takes for transient is polled again; a wrong credential ends a trigger. */
const transient = { failure: { cause: 'temporarily-unavailable' } };

function expectTransient({ error }: NodeRun, words: string | RegExp): void {
	expect(error).toMatchObject({ ...transient, message: "Get device image: couldn't get an access token for Microsoft Graph" });
	expect(error?.description).toMatch(words);
}

describe('a login service that is out of order', () => {
	it.each<[string, Fault, string]>([
		['408', { status: 408, body: {} }, 'returned status 408'],
		['429', { status: 429, headers: { 'retry-after': '60' }, body: {} }, 'returned status 429'],
		['500', { status: 500, body: {} }, 'returned status 500'],
		['503 with words', { status: 503, body: { error_description: 'AADSTS999999: A fault.' } }, 'status 503: AADSTS999999: A fault. Try again later'],
		['a page of a proxy', { html: 503 }, "status 503, which isn't a valid sign-in response"],
		['a page that says no', { html: 403 }, "status 403, which isn't a valid sign-in response"],
		['a page of a portal', { html: 200 }, "status 200, which isn't a valid sign-in response"],
		['a redirect', { status: 302, headers: { location: '/elsewhere' }, body: {} }, "status 302, which isn't"],
		['something else in JSON', { status: 200, body: { welcome: true } }, "status 200, which isn't"],
		['no answer', { reset: 'before' }, 'No response from'],
	])('with %s is reported as such, by its host, and is asked again by the next run', async (_, then, words) => {
		const own = await federated();
		graph.faults.add({ path: loginPath, then });
		const run = await own.run(getImage);
		expectTransient(run, words);
		expect(run.error?.description).toContain(graph.httpUrl);
		expect(await own.run(getImage)).not.toFailWith();
	});

	it('is reported so by the credential test too', async () => {
		const own = await federated();
		graph.faults.add({ path: loginPath, then: { html: 503 } });
		expect(await own.testCredential('cloudPcGraphManagedIdentityApi')).toEqual({
			status: 'Error',
			message: expect.stringMatching(/ returned status 503, .* Try again later/),
		});
	});

	it('does not keep a trigger from being published', async () => {
		const own = await federated();
		graph.faults.add({ path: loginPath, then: { html: 503 } });
		const parameters = { authentication: 'managedIdentity', events: ['statusChanged'] };
		expect(await own.pollContext({ parameters }).poll()).toBeNull();
	});

	it.each([400, 500])('shows no assertion that it echoes with status %d', async (status) => {
		const gateway = createServer(async (request, response) => {
			const form = Buffer.concat(await request.toArray()).toString();
			const body = { error: 'x', error_description: `AADSTS900144: The form was ${form}` };
			response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
		}).listen(0, '127.0.0.1');
		await once(gateway, 'listening');
		const own = await federated(`http://127.0.0.1:${(gateway.address() as AddressInfo).port}`);
		const { error } = await own.run(getImage);
		const { message } = await own.testCredential('cloudPcGraphManagedIdentityApi');
		gateway.close();
		expect(message).toContain('The form was client_id=');
		expect(JSON.stringify([error, message])).not.toContain('eyJ');
	});

	it('that drips holds up nobody else, and its own sign-in ends in time', async () => {
		const limits = stopTime();
		const [dripping, other] = [await federated(), await federated()];
		const identity = await managedIdentity();
		graph.faults.add({ path: loginPath, then: drip });
		const late = dripping.run(getImage);
		await arrival(loginPath);
		const runs = await Promise.all([other.run(getImage), identity.run(getImage)]);
		expect(runs.map(({ error }) => error)).toEqual([undefined, undefined]);
		expect(await Promise.race([late, 'still waiting'])).toBe('still waiting');
		limits[0]?.abort();
		expectTransient(await late, /No response from .* \(not within 30 seconds\)/);
	});
});

describe('an identity endpoint that is out of order', () => {
	it('is asked again by the same sign-in: IMDS responds with 404 while the machine starts', async () => {
		const own = await managedIdentity();
		graph.faults.add({ path: identityPath, then: { status: 404 } });
		expect(await own.run(getImage)).not.toFailWith();
		expect(areas()).toEqual(['identity GET 404', 'identity GET 200', 'graph GET 200']);
	});

	it('for long is reported as such, and asked four times in all', async () => {
		const own = await federated();
		graph.faults.add({ path: identityPath, times: 9, then: { status: 410, body: {} } });
		expectTransient(await own.run(getImage), `${graph.httpUrl} returned status 410. Try again later`);
		expect(areas()).toEqual(Array(4).fill('identity GET 410'));
	}, 20_000);

	it.each<Fault>([{ html: 200 }, { emptyBody: 400 }, { status: 200, body: [] }])(
		'is told when %j comes in its place',
		async (then) => {
			const own = await managedIdentity();
			graph.faults.add({ path: identityPath, then });
			expectTransient(await own.run(getImage), /returned status \d00, which isn't a valid sign-in response/);
		},
	);

	it('that drips holds up the next one no longer than its time', async () => {
		const { limits, first, second } = await oneBehindTheOther();
		limits[0]?.abort();
		expectTransient(await first, /not within 30 seconds/);
		expect(await second).not.toFailWith();
	});

	it('that drips ends a sign-in that waits for its turn when its own time is up', async () => {
		const { limits, first, second } = await oneBehindTheOther();
		limits[1]?.abort();
		expectTransient(await second, /^The sign-in did not finish within 30 seconds because earlier sign-ins/);
		expect(await Promise.race([first, 'still waiting'])).toBe('still waiting');
		limits[0]?.abort();
		await first;
		expect(areas()).toHaveLength(1);
	});

	it('is not what refuses an identity: that is the credential', async () => {
		const own = await managedIdentity();
		graph.identities.pop();
		const { error } = await own.run(getImage);
		expect(error).toMatchObject({ failure: { cause: 'credential-invalid' } });
	});
});

/** Takes 50 seconds. */
const drip: Fault = { dripMs: 5_000 };

/** Stops the time of the sign-ins, whose limits of 30 seconds end when the test says so; in the order of their start. */
function stopTime(): AbortController[] {
	const limits: AbortController[] = [];
	const { timeout } = AbortSignal;
	jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
		if (ms !== 30_000) return timeout.call(AbortSignal, ms);
		limits.push(new AbortController());
		return (limits.at(-1) as AbortController).signal;
	});
	return limits;
}

/** Signs in twice: the first one drips at the identity endpoint, the second waits for its turn there. */
async function oneBehindTheOther() {
	const limits = stopTime();
	const [dripping, next] = [await managedIdentity(), await managedIdentity()];
	graph.faults.add({ path: identityPath, then: drip });
	const first = dripping.run(getImage);
	await arrival(identityPath);
	const second = next.run(getImage);
	await eventually(() => limits.length, 2);
	return { limits, first, second };
}

async function arrival(path: string): Promise<void> {
	await eventually(() => graph.requests.some((request) => request.path.includes(path)), true);
}
