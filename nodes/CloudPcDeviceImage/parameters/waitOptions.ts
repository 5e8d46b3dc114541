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
			description: 'How long to pause between two checks of the image',
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
				'How long to wait for the end of the upload before the node stops with an error; the upload itself continues. As a tool of an AI agent the node checks once unless you set this.',
		},
		{ min: 0, max: 43_200, example: 120 },
	),
};
