import { imagesV1, policies } from '../msal';
import { noSuchId, type AskedGraph, type Entity } from './askedGraph';
import { outcome, propertiesOf, refusal, rowsOf } from './facts';
import { NotAsked, type Question } from './question';

const none = 'the tenant has no provisioning policy';
const v1Properties = [
	'alternateResourceUrl',
	'autopatch',
	'cloudPcGroupDisplayName',
	'cloudPcNamingTemplate',
	'description',
	'displayName',
	'domainJoinConfigurations',
	'enableSingleSignOn',
	'gracePeriodInHours',
	'id',
	'imageDisplayName',
	'imageId',
	'imageType',
	'localAdminEnabled',
	'microsoftManagedDesktop',
	'provisioningType',
	'windowsSetting',
];

/** How the name of an image stands where it is used. */
export type NameForm = 'name' | 'name and version' | 'other';

/** Returns in which form a text names an image, which is not there in every case. */
export function nameForm(text: unknown, image: Entity | undefined): NameForm {
	if (text === image?.displayName) return 'name';
	const [name, version] = [String(image?.displayName), String(image?.version)];
	return image?.version !== undefined && String(text).includes(name) && String(text).includes(version) ? 'name and version' : 'other';
}

/** The policies with a custom image, and these images. */
async function customPolicies(graph: AskedGraph): Promise<Array<[policy: Entity, image: Entity]>> {
	const images = await graph.readList(imagesV1);
	const found = (await graph.someOf(policies, none)).flatMap((policy): Array<[Entity, Entity]> => {
		const image = images.find(({ id }) => String(id).toLowerCase() === String(policy.imageId).toLowerCase());
		return image ? [[policy, image]] : [];
	});
	if (found.length === 0) throw new NotAsked('no policy uses a device image');
	return found;
}

/** What reads provisioning policies (life cycle contract 1). */
export const policyReads: Question[] = [
	{
		id: 'policy-properties-v1.0',
		section: 'L1.2',
		title: 'Properties of a provisioning policy on v1.0',
		evidence: 'schema',
		asks: 'read',
		ask: async (graph) => ({ properties: propertiesOf((await graph.someOf(policies, none))[0]) }),
		expected: [{ properties: v1Properties }],
	},
	{
		id: 'policy-select',
		section: 'L1.3',
		title: 'What an image switch selects, on v1.0',
		evidence: 'schema',
		asks: 'read',
		async ask({ client }) {
			const params = { $select: 'id,displayName,imageId,imageType,imageDisplayName,provisioningType' };
			return outcome(await client.get(policies, { params }));
		},
		expected: [{ status: 200 }],
	},
	{
		id: 'policy-select-managedBy-v1.0',
		section: 'L9',
		title: '$select=managedBy on v1.0, whose page has it and whose schema lacks it',
		evidence: 'unknown',
		asks: 'read',
		ask: async ({ client }) => outcome(await client.get(policies, { params: { $select: 'managedBy' } })),
		expected: [{ status: 400, code: 'BadRequest' }],
	},
	{
		id: 'policy-expand',
		section: 'L1.3',
		title: '$expand=assignments',
		evidence: 'documented',
		asks: 'read',
		async ask(graph) {
			await graph.someOf(policies, none);
			const reply = await graph.client.get(policies, { params: { $expand: 'assignments' } });
			return { ...outcome(reply), shown: rowsOf(reply).every(({ assignments }) => Array.isArray(assignments)) };
		},
		expected: [{ status: 200, shown: true }],
	},
	{
		id: 'policy-assignments',
		section: 'L1.3',
		title: 'Assignments by their own path',
		evidence: 'observed',
		asks: 'read',
		async ask(graph) {
			const [policy] = await graph.someOf(policies, none);
			return { status: (await graph.client.get(`${policies}/${String(policy?.id)}/assignments`)).status };
		},
		expected: [{ status: 404 }],
	},
	{
		id: 'policies-filter',
		section: 'L9',
		title: "Provisioning policies with $filter=imageId eq 'X', where no policy has it",
		evidence: 'unknown',
		asks: 'read',
		async ask(graph) {
			await graph.someOf(policies, none);
			const params = { $filter: `imageId eq '${noSuchId}'`, $select: 'id,imageId' };
			const reply = await graph.client.get(policies, { params });
			if (reply.status !== 200) return { ...refusal(reply), filter: 'refused' };
			return { status: 200, filter: rowsOf(reply).length === 0 ? 'works' : 'ignored' };
		},
		expected: [{ status: 200, filter: 'works' }],
	},
	{
		id: 'policy-image-name',
		section: 'L9',
		title: 'How policies name a custom image',
		evidence: 'unknown',
		asks: 'read',
		async ask(graph) {
			const forms = (await customPolicies(graph)).map(([policy, image]) => nameForm(policy.imageDisplayName, image));
			return { forms: [...new Set(forms)].toSorted() };
		},
		expected: [{ forms: ['name'] }],
	},
];
