import { cases, type NamedCase } from './index';
import { resources } from '../../nodes/CloudPcDeviceImage/operations';
import { permissionOf } from '../../nodes/CloudPcDeviceImage/operations/operation';

const heading = ['| Resource | Operation | Microsoft Graph | API version | Permission |', '|---|---|---|---|---|'];

/** Returns the request that an operation is about, as Microsoft's pages write it. */
function requestOf({ requests, faults }: NamedCase): string {
	const request = (requests[faults.hits] ?? '').replace(/\/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/, '/{id}');
	return `\`${request}\`${faults.kind === 'wait' ? ', repeated' : ''}`;
}

function rowOf(named: NamedCase): string {
	const { operation } = named;
	const resource = resources.find(({ value }) => value === operation.resource)?.name ?? '';
	const version = operation.api === 'betaOnly' ? 'beta only' : operation.api;
	return `| ${[resource, operation.name, requestOf(named), version, permissionOf(operation)].join(' | ')} |`;
}

/** Returns README's table of the operations, line by line. */
export const operationTable = (): string[] => [...heading, ...cases.map(rowOf)];

const orWriteIt = 'or let `WRITE_LISTS=1 npm run test:unit` write the table';

/**
 * Returns what is wrong with README's table, one sentence for each row to add or to delete.
 * @param shown rows of README
 * @param expected rows of the registry
 */
export function wrongRows(shown: readonly string[], expected: readonly string[] = operationTable()): string[] {
	const missing = expected.filter((row) => !shown.includes(row));
	const left = shown.filter((row, index) => !expected.includes(row) || shown.indexOf(row) !== index);
	const wrong = [
		...missing.map((row) => `README.md lacks a row: add\n${row}\nbelow\n${expected[expected.indexOf(row) - 1] ?? 'the heading'}\n${orWriteIt}.`),
		...left.map((row) => `README.md has a row of no operation, or twice: delete\n${row}\n${orWriteIt}.`),
	];
	if (wrong.length > 0 || shown.join() === expected.join()) return wrong;
	return [`The rows of README.md are not in the order of nodes/CloudPcDeviceImage/operations/index.ts: sort them, ${orWriteIt}.`];
}

/**
 * Returns the place of the table in README.
 * @param lines of README
 * @throws Error when its heading is not there
 */
export function findOperationTable(lines: readonly string[]): { start: number; end: number } {
	const start = lines.indexOf(heading[0] ?? '');
	if (start < 0) throw new Error(`README.md has no line '${heading[0]}'`);
	const length = lines.slice(start).findIndex((line) => !line.startsWith('|'));
	return { start, end: length < 0 ? lines.length : start + length };
}
