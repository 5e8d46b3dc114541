import type { FailedOperation } from '../../nodes/CloudPcDeviceImage/explanations/errorRule';
import { explainGraphError } from '../../nodes/CloudPcDeviceImage/explanations/explain';
import { GraphError, type GraphFailure } from '../../nodes/CloudPcDeviceImage/graph/errors';
import { isNotFound } from '../../nodes/CloudPcDeviceImage/graph/errorPredicates';
import { isMissingMethod } from '../../nodes/CloudPcDeviceImage/graph/missingMethod';
import { parseErrorResponse } from '../../nodes/CloudPcDeviceImage/graph/errorResponse';
import { readOperation } from '../../nodes/CloudPcDeviceImage/operations';
import { failedOperation } from '../../nodes/CloudPcDeviceImage/operations/operation';

function imageOperation(value: string): FailedOperation {
	return failedOperation(readOperation('deviceImage', value));
}

/** What the user reads behind the action. */
function told(operation: string, changes: Partial<GraphFailure>): string {
	const failure = { request: 'GET /x', status: 400, code: 'badRequest', serviceMessage: '', ...changes };
	return explainGraphError(failure, imageOperation(operation)).message.split(/: (.*)/)[1] ?? '';
}

/** As a sentence of the service, or as its code where it has no blank. */
const said = (text: string): Partial<GraphFailure> =>
	text.includes(' ') ? { serviceMessage: text } : { code: text };

describe('an image in use', () => {
	it.each([
		'DeviceImageInUse',
		'image_in_use',
		'IMAGE_IN_USE',
		'The image is in use.',
		'The image is in-use by others.',
		"The device image is used by the provisioning policy 'Kiosk'.",
		'A provisioning policy is using the image.',
		'Remove the image from all provisioning policies first.',
		'ImageReferencedByProvisioningPolicy',
	])('is found in "%s"', (text) => {
		expect(told('delete', said(text))).toBe('a provisioning policy uses the image');
	});

	it.each([
		'The operation is not allowed for the signed-in user.',
		'SignedInUserNotAllowed',
		'The sign-in used is not allowed.',
		'The image is not in use.',
		"The image isn't in use, but it is locked.",
		'The image is no longer used by a provisioning policy.',
		'Provisioning policies could not be read.',
		'No provisioning policy uses the image.',
		'Plug-in use is not allowed.',
	])('is not found in "%s"', (text) => {
		expect(told('delete', said(text))).toBe('the image cannot be deleted now');
	});
});

describe('the limit of images', () => {
	it.each([
		'DeviceImageLimitExceeded',
		'A tenant can have up to 20 custom device images.',
		'You have reached the maximum number of custom images.',
		'Quota exceeded for device images.',
		'The limit of 20 images was reached.',
		'The request exceeds the image limit of the tenant.',
	])('is found in "%s"', (text) => {
		expect(told('create', said(text))).toBe('the tenant has reached the limit of 20 custom images');
	});

	it.each([
		'The source image is not up to date.',
		'Access to the image is limited.',
		'The image name exceeds the limit of 64 characters.',
		'ImageSizeLimitExceeded',
		'The request limit for images was exceeded.',
		'The rate limit for images was exceeded.',
		'The images are fine. The limit of something else was exceeded.',
	])('is not found in "%s"', (text) => {
		expect(told('create', said(text))).toBe('Microsoft Graph rejected the request');
	});
});

describe('a refused access', () => {
	const denied = (text: string): string => told('get', { status: 403, ...said(text) });

	it.each([
		['The tenant has no valid license for this service.', 'a license is missing'],
		['UserNotLicensed', 'a license is missing'],
		['The user is unlicensed.', 'a license is missing'],
		['A Windows 365 licence is required.', 'a license is missing'],
		['The user is licensed, but lacks an RBAC role.', 'the user lacks an administrator role'],
		['The scopes LicenseAssignment.Read.All are required.', 'the permission CloudPC.Read.All is missing'],
		['Application must have one of the following scopes: CloudPC.Read.All', 'the permission CloudPC.Read.All is missing'],
		['Either scp or roles claim need to be present in the token.', 'the permission CloudPC.Read.All is missing'],
		['AADSTS65001: admin consent is needed', 'the permission CloudPC.Read.All is missing'],
		["The user's scope tags do not include the image.", 'the user lacks an administrator role'],
		['User is not authorized to perform this operation.', 'the user lacks an administrator role'],
	])('"%s" is told as: %s', (text, words) => {
		expect(denied(text)).toBe(`access denied: ${words}`);
	});

	it.each(['insufficient_claims', 'ConditionalAccessBlocked', 'Blocked by a Conditional Access policy.'])(
		'"%s" is a Conditional Access policy',
		(text) => {
			expect(denied(text)).toBe('access denied by a Conditional Access policy');
		},
	);

	it.each(['Unconditional access is not given.', 'The machine is not enrolled.', 'Microscopes may not be read.', 'Payrolls may not be read.', 'Licensees may not read.'])(
		'"%s" says nothing of what is missing',
		(text) => {
			expect(denied(text)).toBe('access denied: the permission CloudPC.Read.All, a role, or a license is missing');
		},
	);
});

describe('a method that this Graph lacks', () => {
	const isMissing = (text: string, status = 400): boolean =>
		isMissingMethod({ request: 'GET /x', status, code: '', serviceMessage: '', ...said(text) });

	it.each([
		'No method match route template',
		'No OData route exists that match template ~/singleton/navigation/navigation/key/action with http verb POST for request /x.',
		'NO ODATA ROUTE EXISTS THAT MATCH TEMPLATE ~/x WITH HTTP VERB PATCH',
		"Resource not found for the segment 'retryUpload'.",
		'No HTTP resource was found that matches the request URI.',
		"The requested resource does not support http method 'PUT'.",
		'Specified HTTP method is not allowed for the request target.',
		'MethodNotAllowed',
	])('is found in "%s", with 400 and 404', (text) => {
		expect([isMissing(text), isMissing(text, 404)]).toEqual([true, true]);
		expect(isMissing(text, 403)).toBe(false);
	});

	it.each([
		'The resource was not found.',
		'No route to the subscription exists.',
		'The method of payment is not allowed.',
		'The device image of this template was not found.',
		'The OData filter is not supported.',
	])('is not found in "%s"', (text) => {
		expect([isMissing(text), isMissing(text, 404)]).toEqual([false, false]);
	});
});

describe('a path that this Graph does not have', () => {
	const noRoute = 'No OData route exists that match template ~/singleton/navigation/key/action with http verb GET';
	const response = {
		statusCode: 404,
		headers: { 'request-id': 'r' },
		body: { error: { code: 'BadRequest', message: noRoute, innerError: { message: 'Resource not found.', code: 'NotFound' } } },
	};

	it('says nothing of an entity, so that none counts as gone', () => {
		const failure = parseErrorResponse('GET /x', response);
		expect(isNotFound(new GraphError(failure))).toBe(false);
		expect(isNotFound(new GraphError({ ...failure, serviceMessage: 'Resource not found.' }))).toBe(true);
	});

	it('is read where it stands, although a general message stands deeper', () => {
		expect(parseErrorResponse('GET /x', response).serviceMessage).toBe(noRoute);
	});
});
