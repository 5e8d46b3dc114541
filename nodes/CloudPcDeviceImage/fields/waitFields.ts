import type { INodeProperties } from 'n8n-workflow';

import { GraphError } from '../graph/errors';
import type { WaitOptions } from '../images/waitForStatus';
import { optionValue } from '../operations/apiVersion';
import { checkNumber } from '../operations/checks';
import type { Values } from '../operations/operation';

/** The options of everything that waits for an upload. */
export const waitOptions: INodeProperties[] = [
	{
		displayName: 'Poll Interval (Seconds)',
		name: 'pollIntervalSeconds',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 60,
		description: 'How long to pause between two looks at the image',
	},
	{
		displayName: 'Timeout (Minutes)',
		name: 'timeoutMinutes',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 120,
		description: 'How long to wait in all before the node stops with an error',
	},
];

/** A new image may stay unknown to a read for a short while, ms. */
const newImageGraceMs = 120_000;

/**
 * Reads the wait options of a call.
 *
 * @param values the operation's parameter values
 * @param waitUntil what counts as success
 * @param isNew whether the image was created a moment ago, so that a 404 may pass
 * @throws InvalidInput for a number that makes no sense
 */
export function readWaitOptions(
	values: Values,
	waitUntil: WaitOptions['waitUntil'],
	isNew: boolean,
): WaitOptions {
	const seconds = optionValue(values, 'pollIntervalSeconds') ?? 60;
	const minutes = optionValue(values, 'timeoutMinutes') ?? 120;
	return {
		waitUntil,
		pollIntervalMs: checkNumber('Poll Interval (Seconds)', seconds, 1) * 1_000,
		timeoutMs: checkNumber('Timeout (Minutes)', minutes, 0) * 60_000,
		isPassing: (error, elapsedMs) => {
			if (!(error instanceof GraphError)) return false;
			const { status, code } = error.failure;
			if (status === 404) return isNew && elapsedMs < newImageGraceMs;
			if (status === undefined) return code !== 'SignInFailed';
			return status === 429 || status >= 500;
		},
	};
}
