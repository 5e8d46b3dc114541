import { chooseApiVersion, versionFor } from '../../nodes/CloudPcDeviceImage/operations/apiVersion';

const list = { name: 'Get Many', autoVersion: 'v1.0' } as const;
const asked = (apiVersion?: string, more: object = {}, filters: object = {}) => ({
	options: { ...(apiVersion && { apiVersion }), ...more },
	filters,
});

it.each([
	['v1.0', asked()],
	['v1.0', asked('v1.0', { fields: ['status'] }, { status: ['ready'] })],
	['beta', asked('beta')],
	['beta', asked('auto', { fields: ['id', 'scopeIds'] })],
	['beta', asked('auto', {}, { status: ['ready', 'warning'] })],
])('chooses %s for %j', (version, values) => {
	expect(chooseApiVersion(list, values)).toBe(version);
});

it.each([
	['scopeIds', asked('v1.0', { fields: ['scopeIds'] }), ", or remove 'scopeIds' from 'Fields'"],
	['warning', asked('v1.0', {}, { status: ['warning'] }), ", or remove 'warning' from 'Status'"],
])('says how to do without %s', (what, values, remedy) => {
	expect(() => chooseApiVersion(list, values)).toThrow(
		expect.objectContaining({
			message: `'API Version' has the value 'v1.0', in which '${what}' does not exist`,
			description: `Microsoft offers it in beta only: set 'API Version' to Automatic${remedy}`,
		}),
	);
});

it('has nothing to remove where the method itself is missing', () => {
	const retry = { name: 'Retry Upload', autoVersion: 'beta', betaOnly: true } as const;
	expect(() => chooseApiVersion(retry, asked('v1.0'))).toThrow(
		expect.objectContaining({
			message: expect.stringContaining("'Retry Upload' does not exist"),
			description: expect.stringMatching(/to Automatic$/),
		}),
	);
});

it('refuses a version that does not exist', () => {
	expect(() => versionFor('v2.0', 'v1.0', undefined)).toThrow("'API Version' has the value 'v2.0'");
});
