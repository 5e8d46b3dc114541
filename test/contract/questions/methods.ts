import { imagesV1 } from '../msal';
import { imagesPath, noSuchId } from './askedGraph';
import { contextOf, outcome, propertiesOf, refusal, rowsOf } from './facts';
import type { Question } from './question';

const context = 'deviceManagement/virtualEndpoint/deviceImages';
const versions = ['v1.0', 'beta'] as const;

const lists = versions.map(
	(version): Question => ({
		id: `list-${version}`,
		section: '1.5',
		title: `List on ${version}`,
		evidence: 'documented',
		asks: 'read',
		async ask({ client }) {
			const reply = await client.get(imagesPath(version));
			const nextLink = '@odata.nextLink' in Object(reply.data);
			return { status: reply.status, context: contextOf(reply), nextLink };
		},
		expected: [{ status: 200, context, nextLink: false }],
	}),
);

const gets = versions.map(
	(version): Question => ({
		id: `get-${version}`,
		section: '1.5',
		title: `Get on ${version}`,
		evidence: 'documented',
		asks: 'read',
		async ask(graph) {
			const { id } = await graph.anImage();
			const reply = await graph.client.get(`${imagesPath(version)}/${String(id)}`);
			return { status: reply.status, context: contextOf(reply), sameId: reply.data.id === id };
		},
		expected: [{ status: 200, context: `${context}/$entity`, sameId: true }],
	}),
);

const spellings = ['getSourceImages', 'getSourceImages()', 'microsoft.graph.getSourceImages()'];

/** The methods that read (contract 1, 1.5, 1.6). */
export const methods: Question[] = [
	...lists,
	...gets,
	{
		id: 'count-segment',
		section: '1',
		title: '$count segment',
		evidence: 'general knowledge',
		asks: 'read',
		async ask(graph) {
			const images = await graph.images();
			const reply = await graph.client.get(`${imagesV1}/$count`);
			if (reply.status !== 200) return refusal(reply);
			const type = String(reply.headers['content-type']).split(';')[0] ?? '';
			return { status: 200, type, countsTheList: Number(reply.data) === images.length };
		},
		expected: [{ status: 200, type: 'text/plain', countsTheList: true }],
	},
	...spellings.map(
		(spelling, index): Question => ({
			id: `source-images-${index + 1}`,
			section: '1',
			title: `GET ${spelling}`,
			evidence: index === 0 ? 'documented' : 'schema',
			asks: 'read',
			async ask({ client }) {
				const reply = await client.get(`${imagesV1}/${spelling}`);
				return reply.status === 200 ? { status: 200, context: contextOf(reply) } : refusal(reply);
			},
			expected: [{ status: 200, context: 'Collection(microsoft.graph.cloudPcSourceDeviceImage)' }],
		}),
	),
	{
		id: 'actions-by-get',
		section: '1.7',
		title: 'GET on retryUpload, on reupload, and on an action that never was',
		evidence: 'unknown',
		asks: 'read',
		async ask({ client }) {
			const read = async (action: string) =>
				(await client.get(`${imagesPath('beta')}/${noSuchId}/${action}`)).status;
			return {
				retryUpload: await read('retryUpload'),
				reupload: await read('reupload'),
				neverWas: await read('restartUpload'),
			};
		},
		expected: [{ retryUpload: 405, reupload: 405, neverWas: 400 }],
	},
	...versions.map(
		(version): Question => ({
			id: `source-image-properties-${version}`,
			section: '1.6',
			title: `Properties of a source image on ${version}`,
			evidence: 'documented',
			asks: 'read',
			async ask(graph) {
				const path = `${imagesPath(version)}/getSourceImages`;
				const [source] = await graph.someOf(path, 'the tenant has no source image');
				return { properties: propertiesOf(source).filter((name) => name !== 'id') };
			},
			expected: [
				{
					properties: [
						...(version === 'beta' ? ['category'] : []),
						'displayName',
						'resourceId',
						'subscriptionDisplayName',
						'subscriptionId',
					],
				},
			],
		}),
	),
	{
		id: 'source-image-id',
		section: '2.4',
		title: 'The deprecated id of a source image, on beta',
		evidence: 'unknown',
		asks: 'read',
		async ask(graph) {
			const path = `${imagesPath('beta')}/getSourceImages`;
			const sources = await graph.someOf(path, 'the tenant has no source image');
			return { given: sources.some(({ id }) => typeof id === 'string' && id !== '') };
		},
		expected: [{ given: true }],
	},
	{
		id: 'source-image-categories',
		section: '2.4',
		title: 'Categories that the contract does not know',
		evidence: 'documented',
		asks: 'read',
		async ask(graph) {
			const path = `${imagesPath('beta')}/getSourceImages`;
			const sources = await graph.someOf(path, 'the tenant has no source image');
			const known = ['managedImage', 'azureComputeGallery'];
			const others = sources.filter(({ category }) => !known.includes(String(category)));
			return { added: [...new Set(others.map(({ category }) => String(category)))] };
		},
		expected: [{ added: [] }],
	},
	{
		id: 'source-image-filter-v1.0',
		section: '1.3',
		title: 'getSourceImages with $filter, of which v1.0 says nothing',
		evidence: 'unknown',
		asks: 'read',
		async ask(graph) {
			const path = `${imagesV1}/getSourceImages`;
			const [source] = await graph.someOf(path, 'the tenant has no source image');
			const subscriptionId = String(source?.subscriptionId);
			const params = { $filter: `subscriptionId eq '${subscriptionId}'` };
			const reply = await graph.client.get(path, { params });
			const others = rowsOf(reply).filter((row) => row.subscriptionId !== subscriptionId);
			return { ...outcome(reply), others: others.length };
		},
		expected: [{ status: 200, others: 0 }],
	},
	{
		id: 'source-image-filter-beta',
		section: '1.3',
		title: 'getSourceImages with $filter by category, on beta',
		evidence: 'documented',
		asks: 'read',
		async ask({ client }) {
			const params = { $filter: "category eq 'managedImage'" };
			const reply = await client.get(`${imagesPath('beta')}/getSourceImages`, { params });
			const others = rowsOf(reply).filter(({ category }) => category !== 'managedImage');
			return { ...outcome(reply), others: others.length };
		},
		expected: [{ status: 200, others: 0 }],
	},
];
