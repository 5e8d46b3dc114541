/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import type { INodeParameters } from 'n8n-workflow';

import { operations } from '../../nodes/CloudPcDeviceImage/operations';
import type { Operation } from '../../nodes/CloudPcDeviceImage/operations/operation';
import type { OperationCase } from './operationCase';

const fileEnd = '.case.ts';
const load = createRequire(join(__dirname, 'index.ts'));

/** The path below each version of Graph from which cases count. */
export const endpoint = '/deviceManagement/virtualEndpoint';

/** A case with the operation that it is of. */
export interface NamedCase extends Omit<OperationCase, 'parameters'> {
	/** `resource.operation` */
	key: string;
	operation: Operation;
	/** With resource and operation. */
	parameters: INodeParameters;
}

const keyOf = ({ resource, value }: Pick<Operation, 'resource' | 'value'>): string => `${resource}.${value}`;

/** The keys of the operations that have a case, as the folder shows them. */
const keysOfFiles = readdirSync(__dirname)
	.filter((file) => file.endsWith(fileEnd))
	.map((file) => file.slice(0, -fileEnd.length));

/**
 * Returns what keeps the cases from being one for each operation, one sentence each.
 * @param registry keys of the operations
 * @param files keys of the case files
 */
export function unmatchedCases(
	registry: readonly string[] = operations.map(keyOf),
	files: readonly string[] = keysOfFiles,
): string[] {
	const missing = registry.filter((key) => !files.includes(key));
	const left = files.filter((key) => !registry.includes(key));
	return [
		...missing.map((key) => `The operation ${key} has no case: add test/operations/${key}${fileEnd}.`),
		...left.map((key) => `test/operations/${key}${fileEnd} has no operation: add a line to nodes/CloudPcDeviceImage/operations/index.ts, or delete it.`),
	];
}

function caseOf(operation: Operation): NamedCase[] {
	const key = keyOf(operation);
	// The unit test of the cases names the missing one; nothing else has to fail for it.
	if (!keysOfFiles.includes(key)) return [];
	const { operationCase } = load(`./${key}${fileEnd}`) as { operationCase: OperationCase };
	const { resource, value } = operation;
	return [{ ...operationCase, key, operation, parameters: { resource, operation: value, ...operationCase.parameters } }];
}

/** The cases, in the order of the registry. */
export const cases: readonly NamedCase[] = operations.flatMap(caseOf);

/**
 * Returns the case of an operation.
 * @param key `resource.operation`
 * @throws Error when there is none
 */
export function findCase(key: string): NamedCase {
	const found = cases.find((each) => each.key === key);
	if (!found) throw new Error(`There is no case of ${key}`);
	return found;
}
