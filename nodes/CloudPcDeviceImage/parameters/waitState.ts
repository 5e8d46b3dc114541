import type { IDataObject } from 'n8n-workflow';

import { isObject } from '../graph/jsonObject';
import type { WaitOptions, WaitProgress } from '../images/waitForStatus';
import { InvalidInput } from './invalidInput';
import type { Parameter } from './parameter';
import { isNotSet } from './rawValue';

/** The shortest pause between two looks that n8n stores, ms: its Wait node keeps one below 65 seconds in memory. */
export const shortestPauseMs = 66_000;

/** A wait of one item as n8n stores it between two looks. */
export interface WaitState extends WaitProgress {
	imageId: string;
	waitUntil: WaitOptions['waitUntil'];
	/** The read values of the parameter `options`. */
	options: object;
	/** The output of the item, once it has one, while others wait. */
	outcome?: IDataObject;
	/** The execution that waits. */
	parentExecutionId?: string;
	/** Identifies the connection to Graph, which stays the same during a wait. */
	connection?: string;
}

/** n8n may end a pause a little early, ms. */
const earlyMs = 1_000;

/** Returns whether it is time for the next look. @param now ms since 1970, UTC */
export const isDue = ({ nextLookAt }: WaitState, now: number): boolean => nextLookAt <= now + earlyMs;

/** Returns the item of an image whose upload goes on. */
export const waitingItem = (waitState: WaitState): IDataObject => ({ waitState: { ...waitState } as unknown as IDataObject });

/** Returns how far the wait of an item is; undefined when it has ended. */
export const waitStateIn = ({ waitState }: IDataObject): WaitState | undefined => (isWaitState(waitState) ? waitState : undefined);

const isWaitState = (raw: unknown): raw is WaitState =>
	isObject(raw) && Number.isFinite(raw.startedAt) && Number.isFinite(raw.nextLookAt) && typeof raw.imageId === 'string' && isObject(raw.options);

/** How far a wait across restarts is. Only the executions have it that the node starts for such a wait. */
export const waitStateParameter: Parameter<WaitState | undefined> = {
	property: { displayName: 'Wait State', name: 'waitState', type: 'hidden', default: '' },
	read(raw) {
		if (isNotSet(raw)) return undefined;
		if (isWaitState(raw)) return raw;
		throw new InvalidInput('Wait State', raw, 'which is not the state of a wait', 'Use no value here: the node fills it in when it waits.');
	},
};
