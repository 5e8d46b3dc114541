import { imagesV1 } from '../msal';
import { imagesPath, type AskedGraph, type Entity } from './askedGraph';
import { contextOf, modifiedAt, outcome, propertiesOf, refusal, rowsOf } from './facts';
import { NotAsked, type Evidence, type Facts, type Question } from './question';

/** Asks for the list with query options. */
async function list({ client }: AskedGraph, params: Record<string, string>) {
	return await client.get(imagesV1, { params });
}

const quoted = (value: unknown) => `'${String(value).replaceAll("'", "''")}'`;

/** A filter that the first image passes, and whether the answer keeps to it. */
function filter(
	id: string,
	title: string,
	evidence: Evidence,
	write: (image: Entity) => string,
	passes: (row: Entity, image: Entity) => boolean,
): Question {
	return {
		id: `filter-${id}`,
		section: '1.3',
		title: `$filter=${title}`,
		evidence,
		asks: 'read',
		async ask(graph) {
			const image = await graph.anImage();
			const reply = await list(graph, { $filter: write(image) });
			if (reply.status !== 200) return refusal(reply);
			const rows = rowsOf(reply);
			return {
				status: 200,
				finds: rows.some((row) => row.id === image.id),
				others: rows.filter((row) => !passes(row, image)).length,
			};
		},
		expected: [{ status: 200, finds: true, others: 0 }],
	};
}

/** A query option of which no page says that the list takes it. */
function undocumented(
	option: string,
	ask: (graph: AskedGraph) => Promise<Facts>,
	expected: Facts,
	section = '8',
): Question {
	return {
		id: `list-${option}`,
		section,
		title: `$${option} on the list`,
		evidence: 'unknown',
		asks: 'read',
		ask,
		expected: [expected],
	};
}

async function twoImages(graph: AskedGraph): Promise<Entity[]> {
	const images = await graph.images();
	if (images.length < 2) throw new NotAsked('the tenant has fewer than two device images');
	return images;
}

/** Query options (contract 1.3, 8). */
export const queries: Question[] = [
	{
		id: 'select-list',
		section: '1.3',
		title: '$select on the list',
		evidence: 'documented',
		asks: 'read',
		async ask(graph) {
			await graph.anImage();
			const reply = await list(graph, { $select: 'id,status' });
			return { ...outcome(reply), properties: propertiesOf(rowsOf(reply)[0]) };
		},
		expected: [{ status: 200, properties: ['id', 'status'] }],
	},
	{
		id: 'select-get',
		section: '1.3',
		title: '$select on one image',
		evidence: 'documented',
		asks: 'read',
		async ask(graph) {
			const { id } = await graph.anImage();
			const params = { $select: 'displayName' };
			const reply = await graph.client.get(`${imagesV1}/${String(id)}`, { params });
			return {
				...outcome(reply),
				properties: propertiesOf(reply.data),
				context: contextOf(reply).replace(/^.*\//, ''),
			};
		},
		expected: [{ status: 200, properties: ['displayName'], context: '$entity' }],
	},
	...['statusDetails', 'scopeIds'].map(
		(property): Question => ({
			id: `select-${property}-v1.0`,
			section: '1.3',
			title: `$select=${property} on v1.0, which lacks it`,
			evidence: 'inferred',
			asks: 'read',
			ask: async (graph) => refusal(await list(graph, { $select: property })),
			expected: [{ status: 400, code: 'BadRequest' }],
		}),
	),
	{
		id: 'select-beta-only',
		section: '1.3',
		title: '$select=statusDetails,scopeIds on beta',
		evidence: 'schema',
		asks: 'read',
		async ask({ client }) {
			const params = { $select: 'statusDetails,scopeIds' };
			return outcome(await client.get(imagesPath('beta'), { params }));
		},
		expected: [{ status: 200 }],
	},
	filter(
		'name',
		"displayName eq 'X'",
		'community',
		({ displayName }) => `displayName eq ${quoted(displayName)}`,
		(row, image) => row.displayName === image.displayName,
	),
	filter(
		'contains',
		"contains(displayName,'X')",
		'community',
		({ displayName }) => `contains(displayName,${quoted(displayName)})`,
		(row, image) => String(row.displayName).includes(String(image.displayName)),
	),
	filter(
		'startswith',
		"startswith(displayName,'X')",
		'unknown',
		({ displayName }) => `startswith(displayName,${quoted(displayName)})`,
		(row, image) => String(row.displayName).startsWith(String(image.displayName)),
	),
	filter(
		'case',
		"displayName eq 'X' in capitals",
		'unknown',
		({ displayName }) => `displayName eq ${quoted(String(displayName).toUpperCase())}`,
		(row, image) =>
			String(row.displayName).toLowerCase() === String(image.displayName).toLowerCase(),
	),
	filter(
		'status',
		"status eq 'X'",
		'unknown',
		({ status }) => `status eq ${quoted(status)}`,
		(row, image) => row.status === image.status,
	),
	filter(
		'name-and-version',
		"displayName eq 'X' and version eq 'Y'",
		'unknown',
		({ displayName, version }) =>
			`displayName eq ${quoted(displayName)} and version eq ${quoted(version)}`,
		(row, image) => row.displayName === image.displayName && row.version === image.version,
	),
	filter(
		'not',
		"displayName ne 'no such'",
		'unknown',
		() => "displayName ne 'no such'",
		({ displayName }) => displayName !== 'no such',
	),
	filter(
		'or',
		"displayName eq 'X' or displayName eq 'no such'",
		'unknown',
		({ displayName }) => `displayName eq ${quoted(displayName)} or displayName eq 'no such'`,
		(row, image) => row.displayName === image.displayName,
	),
	{
		...filter(
			'date',
			'lastModifiedDateTime ge X',
			'unknown',
			({ lastModifiedDateTime }) => `lastModifiedDateTime ge ${String(lastModifiedDateTime)}`,
			(row, image) => modifiedAt(row) >= modifiedAt(image),
		),
		expected: [{ status: 400, code: 'BadRequest' }],
	},
	{
		id: 'filter-quote',
		section: '1.3',
		title: "$filter with a doubled quote: displayName eq 'no''such'",
		evidence: 'general knowledge',
		asks: 'read',
		async ask(graph) {
			const reply = await list(graph, { $filter: "displayName eq 'no''such'" });
			return { ...outcome(reply), rows: rowsOf(reply).length };
		},
		expected: [{ status: 200, rows: 0 }],
	},
	{
		id: 'filter-malformed',
		section: '1.3',
		title: '$filter with an open quote',
		evidence: 'general knowledge',
		asks: 'read',
		ask: async (graph) => refusal(await list(graph, { $filter: "displayName eq 'open" })),
		expected: [{ status: 400, code: 'BadRequest' }],
	},
	undocumented(
		'top',
		async (graph) => {
			await twoImages(graph);
			const reply = await list(graph, { $top: '1' });
			if (reply.status !== 200) return refusal(reply);
			const nextLink = '@odata.nextLink' in Object(reply.data);
			return { status: 200, limits: rowsOf(reply).length === 1, nextLink };
		},
		{ status: 200, limits: true, nextLink: true },
	),
	undocumented(
		'orderby',
		async (graph) => {
			const names = (await twoImages(graph)).map(({ displayName }) => displayName);
			if (new Set(names).size < 2) throw new NotAsked('all device images have one name');
			const up = await list(graph, { $orderby: 'displayName' });
			const down = await list(graph, { $orderby: 'displayName desc' });
			if (up.status !== 200) return refusal(up);
			const sorted = [up, down].map((reply) => rowsOf(reply).map((row) => row.displayName));
			// Whichever collation it uses, one order is the other backwards.
			const orders = JSON.stringify(sorted[0]) === JSON.stringify(sorted[1]?.toReversed());
			return { status: 200, orders };
		},
		{ status: 200, orders: true },
	),
	undocumented(
		'count',
		async (graph) => {
			const images = await graph.images();
			const reply = await list(graph, { $count: 'true' });
			if (reply.status !== 200) return refusal(reply);
			return { status: 200, counts: Object(reply.data)['@odata.count'] === images.length };
		},
		{ status: 200, counts: true },
	),
	undocumented(
		'skip',
		async (graph) => {
			const images = await twoImages(graph);
			const reply = await list(graph, { $skip: '1' });
			if (reply.status !== 200) return refusal(reply);
			return { status: 200, skips: rowsOf(reply).length === images.length - 1 };
		},
		{ status: 200, skips: true },
		'1.3',
	),
	undocumented(
		'search',
		async (graph) => outcome(await list(graph, { $search: '"windows"' })),
		{ status: 400, code: 'BadRequest' },
		'1.3',
	),
	undocumented(
		'expand',
		async (graph) => outcome(await list(graph, { $expand: '*' })),
		{ status: 400, code: 'BadRequest' },
		'1.3',
	),
];
