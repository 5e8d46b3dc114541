import {
	appOnlyCredential,
	hostIdentityCredential,
	registerNewApp,
	sampleApps,
	sampleImageIds,
	samplePolicyId,
	sampleSources,
	type GraphMethod,
	type MissingMethodAnswer,
} from '../graph-server';
import { imagesPath } from './requestLines';
import { byId, useNode } from './useNode';

const node = useNode();
const { engine, graph, log, run, strike } = node;
const userOrApp = 'cloudPcGraphOAuth2Api';

const options = { retryBudgetSeconds: 0 };
const newImage = {
	displayName: 'Finance',
	version: '1.2.0',
	sourceImageResourceId: byId(sampleSources.managed.resourceId),
};

async function errorOf(operation: string, parameters: object = {}) {
	const { error } = await run(operation, { options, ...parameters });
	if (!error) throw new Error(`${operation} worked`);
	return { ...error, message: error.message.replace(/^[\w ]+ images?: /, ''), description: error.description ?? '' };
}

const responses: MissingMethodAnswer[] = ['noRoute', 'noRoute404', 'noSegment', 'noSegment404', 405, 501];

describe('a method that this Graph lacks', () => {
	const failed = { imageId: byId(sampleImageIds.internalError) };
	const calls: Array<[string, GraphMethod, object]> = [
		['getAll', 'listImages', {}],
		['get', 'getImage', failed],
		['create', 'createImage', newImage],
		['update', 'updateImage', { ...failed, updateFields: { displayName: 'Renamed' } }],
		['delete', 'deleteImage', failed],
		['retryUpload', 'retryUpload', failed],
		['sourceImage.getAll', 'getSourceImages', {}],
	];

	it.each(calls.flatMap((call) => responses.map((answer) => [answer, ...call] as const)))(
		'is reported as missing where the response is %s, by %s without %s',
		async (answer, operation, missing, parameters) => {
			graph.settings.missingMethods = { [missing]: answer };
			const { message, description } = await errorOf(operation, parameters);
			expect(message).toBe("this operation isn't available in this Microsoft Graph version or cloud");
			expect(description).not.toMatch(/polic|cannot be retried|status is failed|OData Filter/i);
			expect(log().filter((request) => request.includes('provisioningPolicies'))).toEqual([]);
		},
	);

	it.each(responses.filter((answer) => answer !== 501))('is not waited for by Wait for Status where the response is %s', async (answer) => {
		graph.settings.missingMethods = { getImage: answer };
		expect((await errorOf('waitForStatus', failed)).message).toBe("this operation isn't available in this Microsoft Graph version or cloud");
		expect(node).toHaveSent(1);
	});

	it.each(responses)('makes Reupload say that it is retired and that the method is missing, where the response is %s', async (answer) => {
		graph.settings.missingMethods = { reupload: answer };
		const { message, description } = await errorOf('reupload', failed);
		expect(message).toBe('Microsoft retired this action');
		expect(description).toContain("It isn't available in this Microsoft Graph version or cloud.");
	});

	it.each([
		{ code: 'UnknownError', message: 'no odata route exists that match template ~/x with http verb DELETE for request /y.' },
		{ code: 'BadRequest', message: JSON.stringify({ error: { code: 'No method match route template', message: 'No OData route exists that match template ~/x.' } }) },
		{ code: 'UnknownError', message: JSON.stringify({ _version: 3, Message: 'No method match route template', CustomApiErrorPhrase: '' }) },
		{ code: 'BadRequest', message: 'Bad.', innerError: { code: 'NotFound', message: "The requested resource does not support http method 'DELETE'." } },
		{ code: 'Request_BadRequest', message: 'Specified HTTP method is not allowed for the request target.' },
	])('is reported as missing in other words: %j', async (error) => {
		graph.faults.add({ method: 'DELETE', then: { status: 400, body: { error } } });
		const { message } = await errorOf('delete', failed);
		expect(message).toBe("this operation isn't available in this Microsoft Graph version or cloud");
		expect(node).toHaveSent(1);
	});
});

describe('Delete names the policies that use the image, and no other', () => {
	const refused = { status: 400, body: { error: { code: 'badRequest', message: 'No.' } } };
	const deleting = (id: string) => errorOf('delete', { imageId: byId(id) });

	it.each(['works', 'ignored', 'refused'] as const)('where a filter on policies %s', async (policyFilter) => {
		graph.settings.policyFilter = policyFilter;
		const id = sampleImageIds.free;
		graph.tenant.addPolicy({ displayName: 'Kiosk', imageId: id.toUpperCase() });
		const { message, context } = await deleting(id);
		expect(message).toBe("the provisioning policy 'Kiosk' uses the image");
		expect(context.data).toMatchObject({ policies: ['Kiosk'] });
		expect(node).toHaveSent(policyFilter === 'refused' ? 3 : 2);
	});

	it.each(['works', 'ignored', 'refused'] as const)('where none uses it and a filter %s', async (policyFilter) => {
		graph.settings.policyFilter = policyFilter;
		graph.faults.add({ method: 'DELETE', then: refused });
		const { message, description } = await deleting(sampleImageIds.free);
		expect(message).toBe('the image cannot be deleted now');
		expect(description).not.toContain('Standard Cloud PCs');
	});

	it('where the list has pages, and the filter is refused on the second only', async () => {
		const [first, second] = [0, 1].map((page) => ({
			value: [{ id: samplePolicyId, displayName: `Page ${page}`, imageId: sampleImageIds.free }],
			...(page === 0 && { '@odata.nextLink': `${graph.httpUrl}/v1.0${imagesPath.replace('deviceImages', 'provisioningPolicies')}?$skiptoken=x` }),
		}));
		graph.faults.add({ method: 'DELETE', then: refused });
		for (const then of [{ status: 200, body: first }, { status: 400 }, { status: 200, body: second }]) {
			graph.faults.add({ path: 'provisioningPolicies', then });
		}
		expect((await deleting(sampleImageIds.free)).message).toBe("the provisioning policy 'Page 1' uses the image");
	});
});

describe('words are whole words', () => {
	it.each([
		['The operation is not allowed for the signed-in user.', 'the image cannot be deleted now'],
		['The image is not in use.', 'the image cannot be deleted now'],
		['The provisioning policy service is not available.', 'the image cannot be deleted now'],
		['The image is in use.', 'a provisioning policy uses the image'],
	])('in a Delete refused with "%s"', async (message, told) => {
		graph.faults.add({ method: 'DELETE', then: { status: 400, body: { error: { code: 'badRequest', message } } } });
		expect((await errorOf('delete', { imageId: byId(sampleImageIds.free) })).message).toBe(told);
	});
});

describe('a mistyped tenant', () => {
	const wrong = ['7c1d0000-0000-4000-8000-00000000001', 'https://login.example/7c1d', 'admin@contoso.com', 'organizations'];

	it.each(wrong)('is reported before anything is sent: %s', async (tenantId) => {
		engine.editCredential({ tenantId });
		const { message, description, failure } = await errorOf('getAll');
		expect(message).toMatch(/^The credential's 'Directory \(Tenant\) ID' /);
		expect(description).toContain('the ID or a domain of the tenant');
		expect(failure).toMatchObject({ cause: 'configuration-invalid' });
		expect(node).not.toHaveSent();
	});

	it.each(wrong)('is named by the credential test: %s', async (tenantId) => {
		engine.editCredential({ tenantId });
		const { status, message } = await engine.testCredential(userOrApp);
		expect([status, message]).toEqual(['Error', expect.stringContaining('directory-tenant-id-must-be-a-guid-or-a-domain')]);
		expect(node).not.toHaveSent();
	});

	it.each(wrong)('of a federated app is reported before anything is sent: %s', async (tenantId) => {
		const [identity] = graph.identities;
		if (!identity) throw new Error('The machine has no identity');
		const app = registerNewApp(graph.tenant);
		engine.useCredential({ ...hostIdentityCredential(graph, identity, app), tenantId });
		const { description } = await errorOf('getAll', { authentication: 'managedIdentity' });
		expect(description).toContain("The credential's 'Directory (Tenant) ID' ");
		expect(node).not.toHaveSent();
	});

	it.each<[string, (id: string) => string]>([
		['upper case', (id) => id.toUpperCase()],
		['braces', (id) => `{${id}}`],
		['blanks', (id) => ` ${id}\n`],
	])('is understood with %s', async (_, write) => {
		const credential = appOnlyCredential(graph, sampleApps.readWrite);
		engine.useCredential({ ...credential, tenantId: write(graph.tenant.id) });
		const { items } = await run('getAll');
		expect(items.length).toBeGreaterThan(0);
		expect(await engine.testCredential(userOrApp)).toMatchObject({ status: 'OK' });
	});

	it('that only Entra refuses has a plain reason', async () => {
		graph.settings.nextTokenError = 900023;
		const { message, description } = await errorOf('getAll');
		expect(message).toBe("Microsoft Entra ID didn't issue a token: the tenant ID is not valid");
		expect(description).toMatch(/^Microsoft Entra ID returned: AADSTS900023: .*\n.*'Directory \(Tenant\) ID'/);
	});
});

it('a message that is itself JSON is shown as the words inside', async () => {
	const Message = 'Application is not authorized to perform this operation. Application must have one of the following scopes: CloudPC.Read.All';
	const message = JSON.stringify({ _version: 3, Message, CustomApiErrorPhrase: '', RetryAfter: null });
	const body = { error: { code: 'Forbidden', message, innerError: { 'request-id': 'r' } } };
	strike({ status: 403, body });
	const { message: told, description } = await errorOf('getAll');
	expect(told).toBe('access denied: the permission CloudPC.Read.All is missing');
	expect(description).toContain(`Microsoft Graph returned: ${Message} (Forbidden)\n`);
	expect(description).not.toMatch(/[{}]|_version/);
});

describe('what was not found, and what came late', () => {
	it('a 404 of Create says neither that a list nor that the new image was not found', async () => {
		strike({ status: 404 }, { method: 'POST' });
		const { message, description } = await errorOf('create', newImage);
		expect(message).toBe('Windows 365 or the source image was not found');
		expect(description).toContain('source image still exists in Azure');
	});

	it.each(['get', 'delete', 'retryUpload'])('a 404 of %s names the device image', async (operation) => {
		const imageId = byId('1a6e0000-0000-4000-8000-00000000dead');
		expect((await errorOf(operation, { imageId })).message).toBe('the device image was not found');
	});

	it('a 404 of Update names the device image, too', async () => {
		const imageId = byId('1a6e0000-0000-4000-8000-00000000dead');
		const updateFields = { displayName: 'Renamed' };
		expect((await errorOf('update', { imageId, updateFields })).message).toBe('the device image was not found');
	});

	it.each([
		['getAll', {}, false],
		['create', newImage, true],
	])('a 408 of %s is reported as late, and a change as open', async (operation, parameters, isChange) => {
		strike({ status: 408 }, { times: Infinity });
		const { message, description } = await errorOf(operation, parameters);
		expect(message).toBe('Microsoft Graph did not receive the request in time');
		expect(description.includes('might have been made')).toBe(isChange);
	});
});

