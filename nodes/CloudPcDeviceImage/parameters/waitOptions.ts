import { numberParameter } from './number';

/** The options of everything that waits for an upload. */
export const waitOptions = {
	pollIntervalSeconds: numberParameter(
		{
			displayName: 'Poll Interval (Seconds)',
			name: 'pollIntervalSeconds',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 60,
			description: 'How long to pause between two looks at the image',
		},
		{ min: 1, max: 86_400, example: 60 },
	),
	timeoutMinutes: numberParameter(
		{
			displayName: 'Wait Timeout (Minutes)',
			name: 'timeoutMinutes',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 120,
			description: 'How long to wait for the end of the upload before the node stops with an error; the upload itself goes on',
		},
		{ min: 0, max: 43_200, example: 120 },
	),
};
