import { agentPools, galleryImages, policies } from '../msal';
import { outcome, refusal, rowsOf } from './facts';
import { NotAsked, type Question } from './question';

const noGallery = 'the gallery is empty';

/** What reads Microsoft's gallery, and the pools that use images without a policy (life cycle contract 3, 4). */
export const otherImageReads: Question[] = [
	{
		id: 'gallery-images',
		section: 'L3',
		title: 'Gallery images have an id, a status and their dates on v1.0',
		evidence: 'schema',
		asks: 'read',
		async ask(graph) {
			const [image] = await graph.someOf(galleryImages, noGallery);
			const wanted = ['id', 'displayName', 'status', 'startDate', 'endDate', 'expirationDate', 'osVersionNumber', 'skuName'];
			return { missing: wanted.filter((name) => !(name in Object(image))) };
		},
		expected: [{ missing: [] }],
	},
	{
		id: 'gallery-id',
		section: 'L3',
		title: 'The id of a gallery image is its publisher, offer and SKU',
		evidence: 'documented',
		asks: 'read',
		async ask(graph) {
			const images = await graph.someOf(galleryImages, noGallery);
			const others = images.filter(
				({ id, publisherName, offerName, skuName }) =>
					[publisherName, offerName, skuName].join('_').toLowerCase() !== String(id).toLowerCase(),
			);
			return { others: others.length };
		},
		expected: [{ others: 0 }],
	},
	{
		id: 'gallery-status',
		section: 'L3',
		title: 'No other status than the three of the schema',
		evidence: 'schema',
		asks: 'read',
		async ask(graph) {
			const known = ['supported', 'supportedWithWarning', 'notSupported'];
			const images = await graph.someOf(galleryImages, noGallery);
			return { others: images.filter(({ status }) => !known.includes(String(status))).length };
		},
		expected: [{ others: 0 }],
	},
	{
		id: 'gallery-of-policies',
		section: 'L1.2',
		title: 'Every gallery policy names an image of the gallery, but for case',
		evidence: 'documented',
		asks: 'read',
		async ask(graph) {
			const ids = (await graph.someOf(galleryImages, noGallery)).map(({ id }) => String(id).toLowerCase());
			const used = (await graph.readList(policies)).filter(({ imageType }) => imageType === 'gallery');
			if (used.length === 0) throw new NotAsked('no policy uses a gallery image');
			return { missing: used.filter(({ imageId }) => !ids.includes(String(imageId).toLowerCase())).length };
		},
		expected: [{ missing: 0 }],
	},
	{
		id: 'agent-pools',
		section: 'L4',
		title: 'Agent pools name their image on beta',
		evidence: 'documented',
		asks: 'read',
		async ask({ client }) {
			const reply = await client.get(agentPools);
			if (reply.status !== 200) return refusal(reply);
			const wanted = ['imageId', 'imageType', 'imageDisplayName', 'osLocale'];
			const without = rowsOf(reply).filter((pool) => !wanted.every((name) => name in Object(pool.cloudPcConfiguration)));
			return { status: 200, without: without.length };
		},
		// Only the global cloud has them.
		expected: [{ status: 200, without: 0 }],
	},
	{
		id: 'agent-pools-v1.0',
		section: 'L4',
		title: 'Agent pools on v1.0, which lacks them',
		evidence: 'schema',
		asks: 'read',
		ask: async ({ client }) => ({ status: (await client.get(agentPools.replace('beta', 'v1.0'))).status }),
		expected: [{ status: 400 }, { status: 404 }],
	},
	{
		id: 'agent-pools-select',
		section: 'L9',
		title: '$select on agent pools, which take no option by their page',
		evidence: 'unknown',
		asks: 'read',
		ask: async ({ client }) => outcome(await client.get(agentPools, { params: { $select: 'id,cloudPcConfiguration' } })),
		expected: [{ status: 400, code: 'BadRequest' }],
	},
];
