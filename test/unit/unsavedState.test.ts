import { recallUnsavedState, keepUnsavedState } from '../../nodes/CloudPcDeviceImage/trigger/unsavedState';
import type { WatchState } from '../../nodes/CloudPcDeviceImage/trigger/statusChanges';

const scope = { connection: 'c', imageIds: [], events: [], expiresWithinDays: 30 };
const stateOf = (readAt: number): WatchState => ({ scope, readAt, images: {} });

/** A trigger of its own for each test. */
let trigger = '';
beforeEach(() => {
	trigger = expect.getState().currentTestName ?? '';
});

it('goes on from what n8n has saved, as long as that stays the same', () => {
	keepUnsavedState(trigger, stateOf(1), stateOf(2));
	expect(recallUnsavedState(trigger, stateOf(1))).toEqual(stateOf(2));
	keepUnsavedState(trigger, stateOf(1), stateOf(3));
	expect(recallUnsavedState(trigger, stateOf(1))).toEqual(stateOf(3));
});

it('begins anew with what n8n has saved since, whichever process it came from', () => {
	keepUnsavedState(trigger, stateOf(1), stateOf(2));
	expect(recallUnsavedState(trigger, stateOf(5))).toEqual(stateOf(5));
	expect(recallUnsavedState(trigger, undefined)).toBeUndefined();
});

it('remembers a baseline that n8n has not saved, also when it kept the states in its memory', () => {
	keepUnsavedState(trigger, undefined, stateOf(1));
	for (let readAt = 1; readAt < 9; readAt++) keepUnsavedState(trigger, stateOf(readAt), stateOf(readAt + 1));
	expect(recallUnsavedState(trigger, undefined)).toEqual(stateOf(9));
	expect(recallUnsavedState(trigger, stateOf(4))).toEqual(stateOf(4));
});

it('knows nothing of another trigger', () => {
	keepUnsavedState(trigger, undefined, stateOf(1));
	expect(recallUnsavedState(`${trigger} 2`, undefined)).toBeUndefined();
});

it('forgets the trigger that polled longest ago when there are too many', () => {
	keepUnsavedState(trigger, undefined, stateOf(1));
	keepUnsavedState(`${trigger} idle`, undefined, stateOf(1));
	for (let other = 0; other < 999; other++) {
		keepUnsavedState(trigger, undefined, stateOf(other));
		keepUnsavedState(`${trigger} ${other}`, undefined, stateOf(1));
	}
	expect(recallUnsavedState(`${trigger} idle`, undefined)).toBeUndefined();
	expect(recallUnsavedState(trigger, undefined)).toEqual(stateOf(998));
});
