import { sampleImageIds } from '../graph-server';
import { storedTexts } from './keptSecrets';
import type { SignInHost } from './signInHost';

/**
 * Stops n8n and expects that no secret, key, assertion or token is in its debug log, its executions or its database.
 *
 * @param host the n8n that has signed in, run nodes and published a trigger
 * @param known more secrets than this must have been seen, else nothing was looked for
 */
export async function expectNothingKept(host: SignInHost, known: number): Promise<void> {
	host.secrets.add(...host.app.secrets);
	host.secrets.addKey(host.certificate);
	expect(host.secrets.size).toBeGreaterThan(known);
	await host.stop();
	expect(host.logs).toContain('| debug |');
	const texts = storedTexts(host.userFolder);
	expect([...texts.keys()]).toContain('database.sqlite');
	expect(texts.get('the rows')?.includes('{"node:When an Image Fails":{"watch":')).toBe(true);
	const executions = JSON.stringify(host.executions);
	expect(executions).toContain(sampleImageIds.ready);
	texts.set('the log', host.logs).set('the executions', executions);
	expect(host.secrets.findIn(texts)).toEqual([]);
}
