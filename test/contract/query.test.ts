import type { AxiosInstance } from 'axios';
import fc from 'fast-check';

import { sampleImageIds, type GraphServer } from '../graph-server';
import { propertyRuns } from '../propertyRuns';
import { imagesBeta, imagesV1 } from './msal';
import { withLocalGraph } from './withLocalGraph';

let graph: GraphServer;
let client: AxiosInstance;

withLocalGraph('per file', (local) => {
	({ graph, client } = local);
});
afterEach(() => {
	graph.settings.pageSize = 0;
});

async function idsFor($filter: string): Promise<string[]> {
	const { status, data } = await client.get(imagesV1, { params: { $filter, $select: 'id' } });
	expect(status).toBe(200);
	return data.value.map(({ id }: { id: string }) => id);
}

describe('1.3 $select', () => {
	it('gives what was asked and nothing else', async () => {
		const { data } = await client.get(`${imagesV1}?$select=id,status`);
		expect(data['@odata.context']).toMatch(/deviceImages\(id,status\)$/);
		expect(Object.keys(data.value[0])).toEqual(['id', 'status']);
		const one = await client.get(`${imagesV1}/${sampleImageIds.ready}?$select=displayName`);
		expect(Object.keys(one.data)).toEqual(['@odata.context', 'displayName']);
		expect(one.data['@odata.context']).toMatch(/deviceImages\(displayName\)\/\$entity$/);
	});

	it.each(['statusDetails', 'scopeIds'])('knows %s on beta alone', async (property) => {
		const whole = await client.get(`${imagesV1}/${sampleImageIds.ready}`);
		expect(whole.data).not.toHaveProperty(property);
		expect((await client.get(`${imagesV1}?$select=${property}`)).status).toBe(400);
		expect((await client.get(`${imagesBeta}?$select=${property}`)).status).toBe(200);
	});

	it('refuses an unknown property', async () => {
		const { status, data } = await client.get(`${imagesBeta}?$select=id,colour`);
		expect(status).toBe(400);
		expect(data.error.message).toMatch(/'colour'.*microsoft\.graph\.cloudPcDeviceImage/);
	});
});

describe('1.3 $filter', () => {
	const { ready, free, outOfSupport, pending, notGeneralized, internalError, warning } =
		sampleImageIds;

	it.each([
		["displayName eq 'Windows 10 22H2 Legacy'", [outOfSupport]],
		["contains(displayName,'Kiosk')", [notGeneralized]],
		["startswith(displayName, 'Windows 10')", [outOfSupport]],
		["status eq 'failed'", [notGeneralized, internalError]],
		["status eq 'failed' and errorCode ne 'internalServerError'", [notGeneralized]],
		["status eq 'pending' or status eq 'warning'", [pending, warning]],
		["version eq '1.0.0' and (status eq 'ready' or status eq 'pending')", 4],
		["version eq '1.0.0' and status eq 'pending' or version eq '1.1.0'", [ready, pending]],
		["(displayName eq 'Windows 11 24H2 Standard') and (version ne '1.1.0')", [free]],
		['expirationDate eq null', [pending, notGeneralized, internalError]],
		['sizeInGB ne 64', []],
	])('%s', async (filter, wanted) => {
		const ids = await idsFor(filter);
		if (typeof wanted === 'number') expect(ids).toHaveLength(wanted);
		else expect(ids).toEqual(wanted);
	});

	it.each([
		'status',
		"status eq 'ready",
		"status eq 'ready' and",
		"status is 'ready'",
		"(status eq 'ready'",
		"status eq 'ready')",
		'status eq ready',
		"expirationDate eq '2026-01-01'",
		"colour eq 'red'",
		"endswith(displayName,'x')",
		"contains(displayName 'x')",
		"statusDetails eq 'x'",
		'',
	])('refuses %j', async (filter) => {
		const { status, data } = await client.get(imagesV1, { params: { $filter: filter } });
		expect(status).toBe(400);
		expect(data.error).toMatchObject({ code: 'BadRequest', innerError: {} });
	});

	it('finds any name when its quotes are doubled', async () => {
		const { id } = graph.tenant.addImage({ displayName: 'x' });
		const image = graph.tenant.images.get(id);
		const unit = fc.constantFrom("'", '"', 'a', 'é', '😀', ' ', '%', '&', '+', '(', ',', '\\');
		const name = fc.string({ minLength: 1, maxLength: 12, unit });
		await fc.assert(
			fc.asyncProperty(name, async (displayName) => {
				if (image) image.displayName = displayName;
				const quoted = displayName.replaceAll("'", "''");
				expect(await idsFor(`displayName eq '${quoted}' and id eq '${id}'`)).toEqual([id]);
			}),
			propertyRuns(1_000),
		);
		graph.tenant.images.delete(id);
	});
});

describe('1.3 paging', () => {
	it('links pages that together are the list', async () => {
		graph.settings.pageSize = 3;
		const ids: string[] = [];
		const sizes: number[] = [];
		let url: string | undefined = `${imagesV1}?$select=id&$filter=status ne 'pending'`;
		while (url) {
			const { data }: { data: Record<string, unknown> } = await client.get(url);
			const page = data.value as Array<{ id: string }>;
			sizes.push(page.length);
			ids.push(...page.map(({ id }) => id));
			url = data['@odata.nextLink'] as string | undefined;
			if (url) expect(url).toMatch(/^https:.*\$skiptoken=/);
		}
		expect(sizes).toEqual([3, 3, 1]);
		expect(ids).toEqual(
			Object.values(sampleImageIds).filter((id) => id !== sampleImageIds.pending),
		);
	});

	it('refuses a next link that the client changed', async () => {
		graph.settings.pageSize = 3;
		const { data } = await client.get(`${imagesV1}?$select=id`);
		const link = data['@odata.nextLink'];
		expect((await client.get(`${link}&$select=id`)).status).toBe(400);
		expect((await client.get(link.replace('$select=id', '$select=status'))).status).toBe(400);
		expect((await client.get(`${imagesV1}?$skiptoken=3`)).status).toBe(400);
		expect((await client.get(link)).status).toBe(200);
	});

	it('tolerates $top, $skip, $orderby and $count', async () => {
		const { data } = await client.get(
			`${imagesV1}?$top=2&$skip=1&$orderby=displayName desc&$count=true&$select=displayName`,
		);
		expect(data['@odata.count']).toBe(8);
		expect(data.value).toHaveLength(2);
		const [first, second] = data.value;
		expect(first.displayName >= second.displayName).toBe(true);
		const next = await client.get(data['@odata.nextLink']);
		expect(next.data.value).toHaveLength(2);
	});

	it.each(['$top=x', '$count=maybe', '$orderby=colour', '$expand=x', '$select=id&$select=status'])(
		'refuses %s',
		async (query) => {
			expect((await client.get(`${imagesV1}?${query}`)).status).toBe(400);
		},
	);

	it('ignores options of the client’s own', async () => {
		expect((await client.get(`${imagesV1}?trace=1`)).status).toBe(200);
	});
});
