/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { checkoutRoot } from '../../scripts/checkout';
import { readOptions } from './probe/options';

const who = ['--tenant', 'contoso.com', '--client-id', 'app'];
const env = { APP_SECRET: 'shh' };

describe('the options of npm run contract', () => {
	it.each([
		['global', 'https://graph.microsoft.com', 'https://login.microsoftonline.com'],
		['usGovernment', 'https://graph.microsoft.us', 'https://login.microsoftonline.us'],
	])('cloud %s', (cloud, graphUrl, authorityUrl) => {
		const options = readOptions([...who, '--cloud', cloud], env);
		expect(options).toMatchObject({ cloud, graphUrl, authorityUrl, sources: [], waitMinutes: 0 });
		expect(options?.signIn).toEqual({ kind: 'deviceCode' });
	});

	it('takes the secret from the environment', () => {
		const options = readOptions([...who, '--secret-env', 'APP_SECRET'], env);
		expect(options?.signIn).toEqual({ kind: 'secret', clientSecret: 'shh' });
	});

	it('help needs nothing else', () => {
		expect(readOptions(['--help'], {})).toBeUndefined();
	});

	it.each([
		[['--client-id', 'app'], /--tenant is missing/],
		[[...who, '--secret', 'shh'], /Unknown option '--secret'/],
		[[...who, '--secret-env', 'NOWHERE'], /variable NOWHERE is empty/],
		[[...who, '--secret-env', 'APP_SECRET', '--device-code'], /Give one of/],
		[[...who, '--certificate', 'cert.pem'], /cannot be read/],
		[[...who, '--certificate', __filename], /--key is missing/],
		[[...who, '--cloud', 'china'], /global or usGovernment/],
		[[...who, '--graph-url', 'http://127.0.0.1'], /must be an https URL/],
		[[...who, '--write'], /needs --source-image/],
		[[...who, '--policy', '7c1d0000-0000-4000-8000-000000000001'], /give --write/],
		[[...who, '--write', '--policy', 'Pilot'], /must be the ID/],
		[[...who, '--source-image', '/subscriptions/x'], /give --write/],
		[[...who, '--write', '--source-image', '/x', '--wait', 'long'], /whole minutes/],
	])('%j is refused', (args, reason) => {
		expect(() => readOptions(args, env)).toThrow(reason);
	});

	it('docs/development/contract-tests.md shows commands that they allow', () => {
		const text = readFileSync(join(checkoutRoot, 'docs/development/contract-tests.md'), 'utf8');
		const commands = [...text.matchAll(/^npm run contract -- (.*)$/gm)];
		const options = commands.map(([, args = '']) => readOptions(args.split(' '), env));
		expect(options).toEqual([
			expect.objectContaining({ signIn: { kind: 'deviceCode' }, sources: [] }),
			expect.objectContaining({ sources: ['$ARM_ID'], waitMinutes: 120 }),
		]);
	});
});
