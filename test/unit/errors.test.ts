/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { FailedOperation } from '../../nodes/CloudPcDeviceImage/explanations/errorRule';
import { explainGraphError, sharedRules } from '../../nodes/CloudPcDeviceImage/explanations/explain';
import type { GraphFailure, SignIn } from '../../nodes/CloudPcDeviceImage/graph/errors';
import { parseErrorResponse } from '../../nodes/CloudPcDeviceImage/graph/errorResponse';
import { readThrown } from '../../nodes/CloudPcDeviceImage/n8n/requestErrors';
import { operations, readOperation } from '../../nodes/CloudPcDeviceImage/operations';
import { failedOperation } from '../../nodes/CloudPcDeviceImage/operations/operation';

const request = 'POST /v1.0/deviceManagement/virtualEndpoint/deviceImages';

/** The answer that was seen in the wild: contract, section 3.5. */
const observed = {
	error: {
		code: 'badRequest',
		message: "The request can't be processed because it's malformed or incorrect.",
		innerError: {
			code: 'InvalidProperties',
			message: 'Target Geography is invalid.',
			date: '2026-05-13T15:21:05',
			'request-id': 'request-1',
			'client-request-id': 'client-1',
		},
	},
};

function imageOperation(value: string): FailedOperation {
	const operation = readOperation('deviceImage', value);
	if (!operation) throw new Error(`There is no operation ${value}`);
	return failedOperation(operation);
}

const create = imageOperation('create');
const remove = imageOperation('delete');

const trigger: FailedOperation = {
	action: 'Poll',
	permission: 'CloudPC.Read.All',
	access: 'read',
	hasRequestOptions: false,
};

const failure = (changes: Partial<GraphFailure>): GraphFailure => ({
	request,
	status: 400,
	code: 'badRequest',
	serviceMessage: 'No.',
	...changes,
});

describe('parseErrorResponse', () => {
	it('prefers the cause that the Cloud PC service puts inside', () => {
		expect(parseErrorResponse(request, { statusCode: 400, body: observed })).toEqual({
			request,
			status: 400,
			code: 'InvalidProperties',
			serviceMessage: 'Target Geography is invalid.',
			requestId: 'request-1',
			clientRequestId: 'client-1',
			date: '2026-05-13T15:21:05',
			retryAfter: undefined,
		});
	});

	it('reads the other spelling, and ids from headers when the body has none', () => {
		const body = { error: { code: '', message: 'Outer', innererror: { code: 'Inner' } } };
		const headers = { 'request-id': 'r', 'client-request-id': 'c', 'retry-after': '2.128' };
		expect(parseErrorResponse(request, { statusCode: 429, headers, body })).toMatchObject({
			code: 'Inner',
			serviceMessage: 'Outer',
			requestId: 'r',
			clientRequestId: 'c',
			retryAfter: '2.128',
		});
	});

	it.each([
		['', 'The response had no body.'],
		['<html>Bad gateway</html>', 'The response was not JSON; a proxy or gateway might have sent it.'],
		[[], 'The response had an unexpected shape.'],
	])('describes a body that is no Graph error: %j', (body, serviceMessage) => {
		expect(parseErrorResponse(request, { statusCode: 502, body })).toMatchObject({ serviceMessage });
	});
});

describe('readThrown', () => {
	it('reads a 401 out of what n8n wraps around it', () => {
		const data = { error: { code: 'InvalidAuthenticationToken', message: 'Expired.' } };
		const axiosError = Object.assign(new Error('401'), { response: { status: 401, data, headers: {} } });
		const wrapped = Object.assign(new Error('Authorization failed'), { cause: axiosError });
		expect(readThrown(request, wrapped)).toMatchObject({
			status: 401,
			code: 'InvalidAuthenticationToken',
			serviceMessage: 'Expired.',
		});
	});

	it("keeps Entra's own words of a failed sign-in", () => {
		const body = { error_description: 'AADSTS7000215: Invalid client secret.\r\nTrace ID: 1' };
		const auth = Object.assign(new Error('invalid_client'), { body });
		const token = Object.assign(new Error('Failed to acquire OAuth2 access token'), { cause: auth });
		expect(readThrown(request, token)).toEqual({
			request,
			kind: 'signInFailed',
			code: '',
			serviceMessage: 'AADSTS7000215: Invalid client secret.',
		});
	});

	it('gives the network code when no response came', () => {
		const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
		expect(readThrown(request, Object.assign(new Error('x'), { cause: refused }))).toEqual({
			request,
			kind: 'noResponse',
			code: 'ECONNREFUSED',
			serviceMessage: 'connect ECONNREFUSED',
		});
		expect(readThrown(request, 'strange')).toMatchObject({ kind: 'noResponse', code: '' });
	});
});

describe('docs/troubleshooting.md', () => {
	const rows = readFileSync(join(__dirname, '../../docs/troubleshooting.md'), 'utf8').split('\n');
	const patterns = rows
		.filter((row) => row.startsWith('| `'))
		.flatMap((row) => [...(row.split(' | ')[0] ?? '').matchAll(/`([^`]+)`/g)])
		.map(([, text = '']) => {
			const escaped = text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('5xx', '5\\d\\d');
			// Inside a sentence only names and numbers differ.
			return new RegExp(`^${escaped.replace(/…$/, '.+').replaceAll('…', "('.+'|[\\w.]+)")}$`);
		});
	const failures = [[], ['A'], ['A', 'B']].flatMap((policies) =>
		([undefined, 'user', 'app', 'managedIdentity', 'federated'] as const).map((signIn) =>
			failure({ status: 503, policies, signIn }),
		),
	);
	const tasks = [...operations.map(failedOperation), trigger];
	const done = ['the image was created', 'the upload was started again', 'the change was made'].map(
		(what) => explainGraphError(failure({ done: { what, imageId: 'x' } }), create).message.split(': ')[1] ?? '',
	);
	const messages = tasks.flatMap((task) =>
		[...(task.errorRules ?? []), ...sharedRules].flatMap((rule) =>
			failures.map((each) => rule.message(task, each)),
		),
	);

	it.each([...new Set([...messages, ...done])])('has a row for "%s"', (message) => {
		expect(patterns.filter((pattern) => pattern.test(message))).toHaveLength(1);
	});
});

describe('explainGraphError', () => {
	it('says what happened, why, what to do, and the ids for support', () => {
		const found = explainGraphError(parseErrorResponse(request, { statusCode: 400, body: observed }), create);
		expect(found.message).toBe('Create device image: Microsoft Graph rejected the request');
		expect(found.description).toContain(
			'Microsoft Graph returned: Target Geography is invalid. (InvalidProperties)',
		);
		expect(found.description).toContain('at most 20 custom images');
		expect(found.description).toContain('request-id request-1, client-request-id client-1');
	});

	it.each([
		['Application must have one of the following scopes: CloudPC.ReadWrite.All', 'the permission CloudPC.ReadWrite.All is missing'],
		['AADSTS65001: admin consent is needed', 'the permission CloudPC.ReadWrite.All is missing'],
		['The tenant has no valid license for this service.', 'a license is missing'],
		['User is not authorized to perform this operation.', 'the user lacks an administrator role'],
		['Missing RBAC permission Microsoft.CloudPC/DeviceImages/Create', 'the user lacks an administrator role'],
		['insufficient_claims', 'by a Conditional Access policy'],
		['No.', 'the permission CloudPC.ReadWrite.All, a role, or a license is missing'],
	])('tells from "%s" what is missing', (serviceMessage, words) => {
		const found = explainGraphError(failure({ status: 403, serviceMessage }), create);
		expect(found.message).toContain('Create device image: access denied');
		expect(found.message).toContain(words);
		expect(found.description).toContain(`Microsoft Graph returned: ${serviceMessage}`);
	});

	describe.each<[SignIn, string[]]>([
		['user', ['API permissions', 'delegated permission CloudPC.ReadWrite.All', 'Switch account', 'Administrator role']],
		['app', ['API permissions', 'application permission CloudPC.ReadWrite.All', 'Grant admin consent']],
		['federated', ['API permissions', 'application permission CloudPC.ReadWrite.All', 'Grant admin consent']],
		['managedIdentity', ['Azure CLI', 'application permission CloudPC.ReadWrite.All']],
	])('a refused access of %s', (signIn, places) => {
		it.each(['No.', 'Application must have one of the following scopes: CloudPC.ReadWrite.All'])('names the right place for "%s"', (serviceMessage) => {
			const { message, description } = explainGraphError(failure({ status: 403, serviceMessage, signIn }), create);
			expect(message).toContain('the permission CloudPC.ReadWrite.All');
			const here = places.filter((place) => serviceMessage === 'No.' || place !== 'Administrator role');
			for (const place of here) expect(description).toContain(place);
			if (signIn === 'user') return;
			expect(description).not.toContain('Switch account');
			expect(`${message}${description}`).not.toMatch(/\brole\b/);
		});

		it('never speaks of roles to what has none', () => {
			const serviceMessage = 'Missing RBAC permission Microsoft.CloudPC/DeviceImages/Create';
			const { message } = explainGraphError(failure({ status: 403, serviceMessage, signIn }), create);
			expect(message.includes('role')).toBe(signIn === 'user');
		});
	});

	it('tells a 404 with what was asked for', () => {
		const tasks = [create, trigger, imageOperation('getAll'), imageOperation('get'), { ...trigger, noun: 'gallery image' }];
		const messages = tasks.map((task) => explainGraphError(failure({ status: 404 }), task).message.split(': ')[1]);
		expect(messages).toEqual([
			'Windows 365 or the source image was not found',
			'the list was not found',
			'the list was not found',
			'the device image was not found',
			'the gallery image was not found',
		]);
	});

	it('tells the change that was made before the reason why it could not be read', () => {
		const done = { what: 'the image was created', imageId: 'image-1' };
		const { message, description } = explainGraphError(failure({ status: 429, retryAfter: '9', done }), create);
		expect(message).toBe('Create device image: the image was created, but the image could not be read afterwards');
		const [advice, why] = description.split('\n');
		expect(advice).toBe(
			"Don't run this again until you've checked the image. Use Get or Wait for Status with the ID image-1.",
		);
		expect(why).toBe('Cause: Get device image: Microsoft Graph is throttling this app');
		expect(description).toContain('Microsoft Graph asked to wait 9 seconds.');
	});

	it.each([
		[['Kiosk'], "the provisioning policy 'Kiosk' uses the image"],
		[['A', 'B'], "the provisioning policies 'A', 'B' use the image"],
		[[...'ABCDEFG'], "the provisioning policies 'A', 'B', 'C', 'D', 'E' and 2 more use the image"],
	])('names the policies %j', (policies, words) => {
		const found = explainGraphError(failure({ status: 400, policies }), remove);
		expect(found.message).toBe(`Delete device image: ${words}`);
		expect(found.description).toContain('another image, then delete this one');
	});

	it.each([
		[create, { code: 'DeviceImageLimitExceeded' }, 'has reached the limit of 20 custom images'],
		[create, { status: 403, serviceMessage: 'You can have up to 20 images.' }, 'has reached the limit of 20 custom images'],
		[remove, { status: 409, code: 'DeviceImageInUse' }, 'a provisioning policy uses the image'],
		[remove, { status: 409 }, 'cannot be deleted now'],
		[remove, { status: 423 }, 'another operation on the device image is in progress'],
		[remove, { status: 408 }, 'did not receive the request in time'],
		[remove, { status: 405 }, "isn't available in this Microsoft Graph version or cloud"],
		[create, { serviceMessage: "Resource not found for the segment 'x'." }, "isn't available in this Microsoft Graph version or cloud"],
		[create, { status: 414 }, 'too long'],
		[create, { status: 402 }, 'a license is missing'],
		[create, { status: undefined, kind: 'timeout', code: 'ECONNABORTED' }, 'did not respond in time'],
		[create, { status: 200, kind: 'unusableResponse', code: '' }, "the response from Microsoft Graph isn't valid"],
	])('%j: %j', (operation, changes, words) => {
		expect(explainGraphError(failure(changes as Partial<GraphFailure>), operation).message).toContain(words);
	});

	it.each([400, 404, 405, 410])('tells that reupload was retired for a %s', (status) => {
		const found = explainGraphError(failure({ status, serviceMessage: 'Gone.' }), imageOperation('reupload'));
		expect(found.message).toContain('retired');
		expect(found.description).toContain('Microsoft Graph returned: Gone.');
		expect(found.description).toContain("'Retry Upload'");
	});

	it.each([
		[{ kind: 'signInFailed', code: '', status: undefined }, "didn't issue a token"],
		[{ kind: 'noResponse', code: 'ECONNREFUSED', status: undefined }, 'could not be reached'],
		[{ status: 401 }, 'rejected the sign-in'],
		[{ status: 404 }, 'was not found'],
		[{ status: 409 }, 'already exists'],
		[{ status: 429 }, 'throttling'],
		[{ status: 503 }, 'temporarily unavailable (status 503)'],
		[{ status: 418 }, 'returned status 418'],
	])('has a rule for %j', (changes, words) => {
		const found = explainGraphError(failure(changes as Partial<GraphFailure>), create);
		expect(found.message).toContain(words);
		expect(found.description.split('\n').length).toBeGreaterThanOrEqual(2);
	});
});
