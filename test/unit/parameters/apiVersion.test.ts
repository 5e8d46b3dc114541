import { apiVersionParameter, chooseApiVersion } from '../../../nodes/CloudPcDeviceImage/parameters/apiVersion';
import { operations } from '../../../nodes/CloudPcDeviceImage/operations';
import { versionOf } from '../../../nodes/CloudPcDeviceImage/operations/itemRunner';
import { readParameters } from '../../../nodes/CloudPcDeviceImage/parameters/parameter';
import { refusal } from './refusal';

/** The version for an operation without required parameters, for raw parameters. */
const versionFor = (key: string, raw: Record<string, unknown>): string => {
	const operation = operations.find(({ resource, value }) => `${resource}.${value}` === key);
	if (!operation) throw new Error(`There is no operation ${key}`);
	return versionOf(operation, readParameters(operation.parameters, ({ name }) => raw[name]));
};

const image = { imageId: 'x' };

it.each([
	['v1.0', 'deviceImage.getAll', {}],
	['v1.0', 'deviceImage.getAll', { output: 'selectedFields', fields: ['status'], options: { apiVersion: 'V1.0 ' }, filters: { status: ['ready'] } }],
	['beta', 'deviceImage.getAll', { options: { apiVersion: 'Beta' } }],
	['beta', 'deviceImage.getAll', { output: 'Selected Fields', fields: 'id,scopeIds' }],
	['beta', 'deviceImage.getAll', { filters: { status: '["ready","Warning"]' } }],
	['beta', 'deviceImage.get', { ...image, output: 'selectedFields', fields: ['statusDetails'] }],
	['v1.0', 'deviceImage.get', { ...image, output: 'raw', fields: ['statusDetails'] }],
	['beta', 'deviceImage.retryUpload', image],
	['beta', 'sourceImage.getAll', {}],
])('%s is chosen for %s with %j', (version, key, raw) => {
	expect(versionFor(key, raw)).toBe(version);
});

it.each([
	['scopeIds', { output: 'selectedFields', fields: ['scopeIds'], options: { apiVersion: 'v1.0' } }, ", or remove 'scopeIds' from 'Fields'"],
	['warning', { options: { apiVersion: 'v1.0' }, filters: { status: ['warning'] } }, ", or remove 'warning' from 'Status'"],
])('the refusal of v1.0 says how to do without %s', (what, raw, remedy) => {
	const { message, description } = refusal(() => versionFor('deviceImage.getAll', raw));
	expect(message).toBe(`'API Version' has the value 'v1.0', which does not support '${what}'`);
	expect(description).toBe(`Only the beta version supports it. Set 'API Version' to 'Automatic'${remedy}.`);
});

it('the refusal of v1.0 for a method that beta alone has removes nothing', () => {
	const { message, description } = refusal(() => versionFor('deviceImage.retryUpload', { ...image, options: { apiVersion: 'v1.0' } }));
	expect(message).toContain("does not support 'Retry Upload'");
	expect(description).toMatch(/to 'Automatic'\.$/);
});

it('a version that does not exist is refused', () => {
	expect(refusal(() => apiVersionParameter('').read('v2.0')).message).toContain("'API Version' has the value 'v2.0'");
	expect(chooseApiVersion('v1.0', 'beta', undefined)).toBe('v1.0');
});
