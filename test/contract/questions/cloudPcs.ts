import { cloudPcs, imagesV1, policies } from '../msal';
import type { AskedGraph, Entity } from './askedGraph';
import { outcome, propertiesOf, refusal, rowsOf } from './facts';
import { nameForm } from './policies';
import { NotAsked, type Evidence, type Question } from './question';

/** The first page: a tenant may have thousands. */
async function firstPage({ client }: AskedGraph, version = 'v1.0'): Promise<Entity[]> {
	const reply = await client.get(cloudPcs.replace('v1.0', version));
	if (reply.status !== 200) throw new NotAsked(`the list of Cloud PCs was answered with ${reply.status}`);
	if (rowsOf(reply).length === 0) throw new NotAsked('the tenant has no Cloud PC');
	return rowsOf(reply);
}

/** A filter that the first Cloud PC passes, and whether the answer keeps to it. */
function filter(property: string, version: 'v1.0' | 'beta', section: string, evidence: Evidence, expected: Question['expected']): Question {
	return {
		id: `cloud-pcs-filter-${property}`,
		section,
		title: `Cloud PCs with $filter=${property} eq 'X' on ${version}`,
		evidence,
		asks: 'read',
		async ask(graph) {
			const wanted = (await firstPage(graph, version)).map((row) => row[property]).find((value) => typeof value === 'string');
			if (wanted === undefined) throw new NotAsked(`no Cloud PC has a ${property}`);
			const params = { $filter: `${property} eq '${String(wanted).replaceAll("'", "''")}'` };
			const reply = await graph.client.get(cloudPcs.replace('v1.0', version), { params });
			if (reply.status !== 200) return refusal(reply);
			const rows = rowsOf(reply);
			return { status: 200, finds: rows.length > 0, others: rows.filter((row) => row[property] !== wanted).length };
		},
		expected,
	};
}

const works = [{ status: 200, finds: true, others: 0 }];

/** What reads Cloud PCs (life cycle contract 2). */
export const cloudPcReads: Question[] = [
	{
		id: 'cloud-pcs-properties-v1.0',
		section: 'L2.1',
		title: 'Cloud PCs have a policy, and no status, on v1.0',
		evidence: 'schema',
		asks: 'read',
		async ask(graph) {
			const properties = propertiesOf((await firstPage(graph))[0]);
			const wanted = ['id', 'imageDisplayName', 'provisioningPolicyId', 'provisioningPolicyName', 'userPrincipalName'];
			return { missing: wanted.filter((name) => !properties.includes(name)), status: properties.includes('status') };
		},
		expected: [{ missing: [], status: false }],
	},
	{
		id: 'cloud-pcs-properties-beta',
		section: 'L2.1',
		title: 'Cloud PCs have a status and the time of their provisioning on beta',
		evidence: 'documented',
		asks: 'read',
		async ask(graph) {
			const properties = propertiesOf((await firstPage(graph, 'beta'))[0]);
			return { missing: ['status', 'provisionedDateTime', 'productType'].filter((name) => !properties.includes(name)) };
		},
		expected: [{ missing: [] }],
	},
	filter('provisioningPolicyId', 'v1.0', 'L2.2', 'community', works),
	filter('status', 'beta', 'L2.2', 'community', works),
	filter('imageDisplayName', 'v1.0', 'L9', 'unknown', [{ status: 400, code: 'BadRequest' }]),
	{
		id: 'cloud-pcs-page',
		section: 'L9',
		title: 'How many Cloud PCs a page has, when there are more',
		evidence: 'unknown',
		asks: 'read',
		async ask({ client }) {
			const reply = await client.get(cloudPcs, { params: { $select: 'id' } });
			if (reply.status !== 200) return refusal(reply);
			const hasMore = '@odata.nextLink' in Object(reply.data);
			return { status: 200, pageSize: hasMore ? rowsOf(reply).length : 'all fit' };
		},
		expected: [{ status: 200, pageSize: 'all fit' }],
	},
	{
		id: 'cloud-pcs-top',
		section: 'L2.2',
		title: '$top on Cloud PCs is the size of a page',
		evidence: 'documented',
		asks: 'read',
		async ask(graph) {
			if ((await firstPage(graph)).length < 2) throw new NotAsked('the tenant has a single Cloud PC');
			const reply = await graph.client.get(cloudPcs, { params: { $top: '1' } });
			if (reply.status !== 200) return outcome(reply);
			return { status: 200, rows: rowsOf(reply).length, skipToken: /skiptoken/i.test(String(reply.data['@odata.nextLink'])) };
		},
		expected: [{ status: 200, rows: 1, skipToken: true }],
	},
	{
		id: 'cloud-pcs-image-name',
		section: 'L9',
		title: 'How Cloud PCs name a custom image',
		evidence: 'unknown',
		asks: 'read',
		async ask(graph) {
			const images = await graph.readList(imagesV1);
			const used = await graph.someOf(policies, 'the tenant has no provisioning policy');
			const rows = await firstPage(graph);
			const forms = rows.flatMap(({ provisioningPolicyId, imageDisplayName }) => {
				const policy = used.find(({ id }) => id === provisioningPolicyId);
				const image = images.find(({ id }) => id === policy?.imageId);
				return image ? [nameForm(imageDisplayName, image)] : [];
			});
			if (forms.length === 0) throw new NotAsked('no Cloud PC of the first page has a policy with a device image');
			const longest = Math.max(...rows.map((row) => String(row.imageDisplayName ?? '').length));
			return { forms: [...new Set(forms)].toSorted(), over50: longest > 50 };
		},
		expected: [{ forms: ['name'], over50: false }],
	},
];
