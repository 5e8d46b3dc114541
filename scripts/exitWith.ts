/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console */
import { constants } from 'node:os';

/**
 * Runs a script to its end and exits. A signal exits, too, so that the exit handlers of temporaryFolder and
 * processGroups tidy up.
 * @param main gives the exit code; an error is printed and gives 1
 */
export function exitWith(main: () => Promise<number>): void {
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(signal, () => process.exit(128 + constants.signals[signal]));
	}
	main().then(
		(code) => process.exit(code),
		(error: unknown) => {
			console.error(error);
			process.exit(1);
		},
	);
}
