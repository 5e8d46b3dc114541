/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console */
/**
 * `npm run graph-server`: the local Graph for a person, until Ctrl-C.
 * `npm run graph-server -- --http-port 8080 --https-port 8443 --speed 60`
 */
import { parseArgs } from 'node:util';

import { appOnlyCredential, sampleApps, sampleUser, startGraphServer } from '.';

const { values } = parseArgs({
	options: {
		'http-port': { type: 'string', default: '0' },
		'https-port': { type: 'string', default: '0' },
		/** How many seconds pass on the server's clock in one real second. */
		speed: { type: 'string', default: '1' },
	},
});

async function main(): Promise<void> {
	const graph = await startGraphServer({
		httpPort: Number(values['http-port']),
		httpsPort: Number(values['https-port']),
	});
	graph.clock.setSpeed(Number(values.speed));
	const credential = appOnlyCredential(graph, sampleApps.readWrite);
	console.log(`The local Graph, with ${graph.tenant.images.size} sample images.

  HTTP     ${graph.httpUrl}
  HTTPS    ${graph.httpsUrl}
  CA file  ${graph.caFile}
  User     ${sampleUser.userPrincipalName}

A credential of the type Cloud PC Graph OAuth2 API for it:
${JSON.stringify(credential, null, 2)}

Press Ctrl-C to end it.`);
	const end = (): void => void graph.close().then(() => process.exit(0));
	process.once('SIGINT', end);
	process.once('SIGTERM', end);
}

main().catch((error: unknown) => {
	console.error(error);
	process.exit(1);
});
