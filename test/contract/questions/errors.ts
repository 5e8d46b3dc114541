import { imagesV1, policies } from '../msal';
import { imagesPath, noSuchId } from './askedGraph';
import { innerErrorOf, outcome, refusal, rowsOf } from './facts';
import type { Question } from './question';

/** How Graph refuses what only reads (contract 3.5, 4.1, 4.4). */
export const errors: Question[] = [
	{
		id: 'get-unknown-id',
		section: '3.5',
		title: 'Get with the id of no image',
		evidence: 'unknown',
		asks: 'read',
		ask: async ({ client }) => refusal(await client.get(`${imagesV1}/${noSuchId}`)),
		expected: [{ status: 404, code: 'notFound', innerCode: 'DeviceImageNotFound' }],
	},
	{
		id: 'get-no-guid',
		section: '3.5',
		title: 'Get with an id that is no GUID',
		evidence: 'unknown',
		asks: 'read',
		ask: async ({ client }) => refusal(await client.get(`${imagesV1}/not-a-guid`)),
		expected: [{ status: 400, code: 'BadRequest' }],
	},
	{
		id: 'error-shape',
		section: '4.1',
		title: 'Shape of an error',
		evidence: 'documented',
		asks: 'read',
		async ask({ client }) {
			const reply = await client.get(`${imagesV1}/${noSuchId}`);
			const error = Object(Object(reply.data).error) as Record<string, unknown>;
			const inner = innerErrorOf(reply);
			const here = ['date', 'request-id', 'client-request-id'].filter((name) => name in inner);
			return { code: typeof error.code, message: typeof error.message, inner: here };
		},
		expected: [
			{ code: 'string', message: 'string', inner: ['date', 'request-id', 'client-request-id'] },
		],
	},
	{
		id: 'error-date',
		section: '3.5',
		title: 'The date of an error has no zone',
		evidence: 'observed',
		asks: 'read',
		async ask({ client }) {
			const { date } = innerErrorOf(await client.get(`${imagesV1}/${noSuchId}`));
			return { withoutZone: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(String(date)) };
		},
		expected: [{ withoutZone: true }],
	},
	{
		id: 'unknown-segment',
		section: '4.1',
		title: 'A path that does not exist',
		evidence: 'general knowledge',
		asks: 'read',
		async ask({ client }) {
			const path = '/v1.0/deviceManagement/virtualEndpoint/noSuchThing';
			return refusal(await client.get(path));
		},
		expected: [{ status: 400, code: 'BadRequest' }],
	},
	{
		id: 'no-token',
		section: '4.1',
		title: 'No token',
		evidence: 'documented',
		asks: 'read',
		async ask({ options: { nobody } }) {
			const reply = await nobody.get(imagesV1);
			const challenge = String(reply.headers['www-authenticate']).split(' ')[0] ?? '';
			return { ...refusal(reply), challenge };
		},
		expected: [{ status: 401, code: 'InvalidAuthenticationToken', challenge: 'Bearer' }],
	},
	{
		id: 'broken-token',
		section: '4.1',
		title: 'A token that is none',
		evidence: 'documented',
		asks: 'read',
		async ask({ options: { nobody } }) {
			return refusal(await nobody.get(imagesV1, { headers: { Authorization: 'Bearer none' } }));
		},
		expected: [{ status: 401, code: 'InvalidAuthenticationToken' }],
	},
	{
		id: 'delta',
		section: '4.4',
		title: 'There is no delta function',
		evidence: 'schema',
		asks: 'read',
		async ask({ client }) {
			const { words, ...facts } = refusal(await client.get(`${imagesPath('beta')}/delta`));
			return { status: facts.status, ...(words !== undefined && { words }) };
		},
		expected: [400, 404, 405, 501].map((status) => ({ status })),
	},
	{
		id: 'policies',
		section: '7',
		title: 'Provisioning policies can be read, and name their image',
		evidence: 'documented',
		asks: 'read',
		async ask(graph) {
			const [policy] = await graph.someOf(policies, 'the tenant has no provisioning policy');
			const wanted = ['id', 'displayName', 'imageId', 'imageType', 'imageDisplayName'];
			return { missing: wanted.filter((name) => !(name in Object(policy))) };
		},
		expected: [{ missing: [] }],
	},
	{
		id: 'get-unknown-policy',
		section: '7',
		title: 'Get with the id of no provisioning policy',
		evidence: 'unknown',
		asks: 'read',
		ask: async ({ client }) => refusal(await client.get(`${policies}/${noSuchId}`)),
		expected: [{ status: 404, code: 'notFound', innerCode: 'ProvisioningPolicyNotFound' }],
	},
	{
		id: 'policies-of-image',
		section: '7',
		title: "Provisioning policies with $filter=imageId eq 'X'",
		evidence: 'documented',
		asks: 'read',
		async ask(graph) {
			const [policy] = await graph.someOf(policies, 'the tenant has no provisioning policy');
			const imageId = String(policy?.imageId);
			const params = { $filter: `imageId eq '${imageId}'`, $select: 'id,imageId' };
			const reply = await graph.client.get(policies, { params });
			const rows = rowsOf(reply);
			return {
				...outcome(reply),
				finds: rows.some(({ id }) => id === policy?.id),
				others: rows.filter((row) => row.imageId !== imageId).length,
			};
		},
		expected: [{ status: 200, finds: true, others: 0 }],
	},
];
