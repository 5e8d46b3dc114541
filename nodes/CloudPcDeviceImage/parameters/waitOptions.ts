import { numberParameter, optionalNumber } from './number';

/** The options of everything that waits for an upload. */
export const waitOptions = {
	pollIntervalSeconds: numberParameter(
		{
			displayName: 'Poll Interval (Seconds)',
			name: 'pollIntervalSeconds',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 60,
			description: 'Time between status checks',
		},
		{ min: 1, max: 86_400, example: 60 },
	),
	timeoutMinutes: optionalNumber(
		{
			displayName: 'Wait Timeout (Minutes)',
			name: 'timeoutMinutes',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 120,
			description:
				'Maximum time to wait for the upload to finish. After that, the node stops with an error and the upload continues in Windows 365. As an AI agent tool, the node checks once unless you set this.',
		},
		{ min: 0, max: 43_200, example: 120 },
	),
};
