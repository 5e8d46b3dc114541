import { SignInHost, startLimitMs, testLimitMs } from './signInHost';

/**
 * Gives the tests of a file a real n8n with the tarball, and ends it after them. What each test has shown of secrets is kept.
 *
 * @param use takes what was started
 */
export function withSignInHost(use: (host: SignInHost) => void): void {
	let host: SignInHost | undefined;
	beforeAll(async () => {
		host = await SignInHost.open();
		use(host);
	}, startLimitMs);
	afterAll(async () => await host?.close(), testLimitMs);
	beforeEach(() => host?.clear());
	afterEach(() => host?.secrets.addSeen(host.graph));
}
