import type { INodeProperties } from 'n8n-workflow';

import { authenticationParameter } from '../parameters/authentication';
import { readParameters } from '../parameters/parameter';
import { readOperation } from './index';
import { versionOf, type FailedItem, type ReadCall } from './itemRunner';
import type { Operation } from './operation';

/** Returns the raw value of a parameter of an item. */
export type RawValueOf = (name: string, item: number, fallback: INodeProperties['default']) => unknown;

/**
 * Reads what every input item asks for, before anything is sent.
 *
 * @param itemCount how many input items there are
 * @param rawValueOf n8n's way to a parameter
 * @returns for each item its call, in which names still stand for IDs, or why it is refused
 */
export const readItems = (itemCount: number, rawValueOf: RawValueOf): Array<ReadCall | FailedItem> =>
	Array.from({ length: itemCount }, (_, item) => readItem(item, rawValueOf));

function readItem(item: number, rawValueOf: RawValueOf): ReadCall | FailedItem {
	let operation: Operation | undefined;
	try {
		operation = readOperation(rawValueOf('resource', item, ''), rawValueOf('operation', item, ''));
		const parameters = { authentication: authenticationParameter, ...operation.parameters };
		const { authentication, ...values } = readParameters(parameters, ({ name, default: fallback }) =>
			rawValueOf(name, item, fallback),
		);
		operation.check?.(values);
		return { item, operation, values, authentication, version: versionOf(operation, values) };
	} catch (error) {
		return { item, operation, error };
	}
}
