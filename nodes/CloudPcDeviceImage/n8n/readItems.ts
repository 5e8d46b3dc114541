import type { IExecuteFunctions } from 'n8n-workflow';

import { readOperation } from '../operations';
import { versionOf, type Call, type FailedItem } from '../operations/itemRunner';
import type { Operation } from '../operations/operation';
import { authenticationParameter } from '../parameters/authentication';
import { readParameters, type Parameter } from '../parameters/parameter';

/**
 * Reads what every input item asks for, before anything is sent.
 *
 * @param context n8n's `this` of the run
 * @returns for each item its call, or why it is refused
 */
export const readItems = (context: IExecuteFunctions): Array<Call | FailedItem> =>
	context.getInputData().map((_, item) => readItem(context, item));

function readItem(context: IExecuteFunctions, item: number): Call | FailedItem {
	let operation: Operation | undefined;
	try {
		operation = readOperation(
			context.getNodeParameter('resource', item, ''),
			context.getNodeParameter('operation', item, ''),
		);
		const rawOf = ({ property }: Pick<Parameter<unknown>, 'property'>): unknown =>
			context.getNodeParameter(property.name, item, property.default);
		const values = readParameters(operation.parameters, (property) => rawOf({ property }));
		const version = versionOf(operation, values);
		const authentication = authenticationParameter.read(rawOf(authenticationParameter));
		return { item, operation, values, version, authentication };
	} catch (error) {
		return { item, operation, error };
	}
}
