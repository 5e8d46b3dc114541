import { InvalidInput } from '../../../nodes/CloudPcDeviceImage/parameters/invalidInput';

/** Returns the refusal of a value, which has to come. */
export function refusal(read: () => unknown): InvalidInput {
	try {
		read();
	} catch (error) {
		expect(error).toBeInstanceOf(InvalidInput);
		return error as InvalidInput;
	}
	throw new Error('Nothing was refused');
}

/**
 * Returns what was read, or undefined when it was refused in the documented way.
 *
 * @param parameter as the user sees it
 */
export function outcomeOf<T>(parameter: string, read: () => T): T | undefined {
	try {
		return read();
	} catch (error) {
		expect(error).toBeInstanceOf(InvalidInput);
		const { message, description } = error as InvalidInput;
		expect(message.startsWith(`'${parameter}' `)).toBe(true);
		expect(message).not.toMatch(/[\p{Cc}\p{Cs}]/u);
		expect(message.length).toBeLessThan(500);
		expect(description).not.toBe('');
		return undefined;
	}
}
