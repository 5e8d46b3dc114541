import { fitToLocalGraph, readExample } from '../../scripts/localGraph';
import type { StoredWorkflow, WorkflowFile } from '../../scripts/n8nTypes';
import { sampleImageIds, samplePolicyIds } from '../graph-server';
import { startRealHost, type RealHost } from './realHost';
import { graphRequests, images, outputsOf } from './runs';
import { readCard, type TeamsCard } from './teamsCard';
import { startWebhookReceiver, type WebhookReceiver } from './webhookReceiver';
import { answerForm, untilFound } from './workflowRuns';

const name = 'Windows 11 Finance';
const { production, pilot } = samplePolicyIds;

/** n8n keeps a pause of 65 seconds or more in its database, and a shorter one in memory. */
const storedPauseSeconds = 66;
const limitMs = 4 * storedPauseSeconds * 1_000;

let real: RealHost;
let webhook: WebhookReceiver;

beforeAll(async () => {
	webhook = await startWebhookReceiver();
	real = await startRealHost();
}, 30 * 60_000);

afterAll(async () => {
	await real?.close();
	await webhook?.close();
}, 60_000);

const tenant = () => real.graph.tenant;
const imageOf = (policy: string) => tenant().policies.get(policy)?.imageId;
const versions = () => [...tenant().images.values()].filter(({ displayName }) => displayName === name).map(({ version }) => version).sort();
const created = () => [...tenant().images.values()].find((image) => image.displayName === name && image.version === '1.3.0');
const patches = (policy: string) => graphRequests(real).filter((line) => line.startsWith('PATCH') && line.includes(policy)).length;

/** The example as a user makes it their own. */
const own = (file: string): WorkflowFile =>
	fitToLocalGraph(readExample(file), real.credentials.readWrite, { imageName: name, teamsWebhookUrl: webhook.url });

const card = async (title: RegExp): Promise<TeamsCard> =>
	await untilFound(`a card ${String(title)}`, () => webhook.received.map(readCard).find((each) => title.test(each.title)), limitMs);

const stored = async (id: string, isDue: () => boolean = () => true): Promise<void> => {
	await untilFound(`execution ${id} in the database`, async () =>
		(await real.n8n.api.execution(id))?.status === 'waiting' && isDue() ? true : undefined, limitMs);
};

describe('the monthly release', () => {
	let previous: string;
	let workflow: StoredWorkflow;

	beforeAll(async () => {
		real.graph.settings.uploadMs = 3_600_000;
		const ready = { displayName: name, status: 'ready', expirationDate: '2099-01-01' };
		for (const version of ['1.0.0', '1.1.0']) tenant().addImage({ ...ready, version });
		previous = tenant().addImage({ ...ready, version: '1.2.0' }).id;
		for (const policy of [production, pilot]) Object.assign(tenant().policies.get(policy) ?? {}, { imageId: previous });
		const file = own('monthly-release.json');
		for (const { type, parameters } of file.nodes) {
			if (type.endsWith('.wait') && parameters.resume === 'timeInterval') parameters.amount = storedPauseSeconds;
		}
		workflow = await real.n8n.api.createWorkflow(file);
	});

	it('ends in production after n8n was killed during the upload and during the approval, with each policy changed once', async () => {
		const id = await real.n8n.api.startWorkflow(workflow);
		const checks = () => graphRequests(real).filter((line) => line === `GET /v1.0${images}/${created()?.id} 200`).length;
		await stored(id, () => checks() === 1);
		await real.crash();
		Object.assign(created() ?? {}, { status: 'ready', upload: undefined, expirationDate: '2099-01-01' });
		await real.startAgain();

		const approval = await card(/is in pilot/);
		await stored(id);
		expect([imageOf(pilot), imageOf(production)]).toEqual([created()?.id, previous]);
		await real.crash();
		await real.startAgain();
		await answerForm(approval.link, real.n8n.url, 'Approve');

		const deletion = await card(/^Delete 2 old versions/);
		expect([imageOf(pilot), imageOf(production)]).toEqual([created()?.id, created()?.id]);
		expect(deletion.facts.map((fact) => fact.split(':')[0])).toEqual(['1.0.0', '1.1.0']);
		await stored(id);
		expect(versions()).toEqual(['1.0.0', '1.1.0', '1.2.0', '1.3.0']);
		await answerForm(deletion.link, real.n8n.url, 'Approve');

		const execution = await real.n8n.api.waitForExecution(id);
		expect([execution.status, execution.data.resultData.error?.message]).toEqual(['success', undefined]);
		expect(await card(/2 of 2 old versions were deleted/)).toMatchObject({ facts: ['1.0.0: deleted', '1.1.0: deleted'] });
		expect(versions()).toEqual(['1.2.0', '1.3.0']);
		expect([patches(pilot), patches(production)]).toEqual([1, 1]);
		expect(graphRequests(real).filter((line) => line === `POST /v1.0${images} 201`)).toHaveLength(1);
		expect(webhook.received.map((posted) => readCard(posted).title)).toHaveLength(4);
	}, 3 * limitMs);

	it('is rolled back in every policy, once', async () => {
		const rollBack = await real.n8n.api.createWorkflow(own('roll-back.json'));
		const execution = await real.n8n.api.runWorkflow(rollBack);
		expect([execution.status, execution.data.resultData.error?.message]).toEqual(['success', undefined]);
		expect([imageOf(pilot), imageOf(production)]).toEqual([previous, previous]);
		expect(await card(/^2 policies have their previous image again/)).toMatchObject({ facts: expect.arrayContaining(['Standard Cloud PCs: Windows 11 24H2 Standard']) });

		const again = await real.n8n.api.runWorkflow(rollBack);
		expect(outputsOf(again, 'Of the Last Release')[0]).toEqual([]);
		expect([patches(pilot), patches(production)]).toEqual([2, 2]);
	}, limitMs);

	it('uploads nothing when the newest source was uploaded already, or none is chosen', async () => {
		const before = versions();
		const again = await real.n8n.api.runWorkflow(workflow);
		expect(again.data.resultData.error?.message).toContain('Nothing was uploaded. Source Image in Settings is "windows11", which fits 1 gallery images.');
		const withoutChoice = fitToLocalGraph(readExample('monthly-release.json'), real.credentials.readWrite, { sourceImage: '' });
		const refused = await real.n8n.api.runWorkflow(await real.n8n.api.createWorkflow(withoutChoice));
		expect(refused.data.resultData.error?.message).toContain('Nothing was uploaded. Source Image in Settings is empty');
		expect(versions()).toEqual(before);
	}, limitMs);
});

describe('the cleanup', () => {
	const run = async (decision: string) => {
		webhook.received.length = 0;
		const id = await real.n8n.api.startWorkflow(await real.n8n.api.createWorkflow(own('clean-up.json')));
		const asked = await card(/^Delete 1 unused images/);
		await stored(id);
		await answerForm(asked.link, real.n8n.url, decision);
		return await real.n8n.api.waitForExecution(id);
	};
	const old = { displayName: 'Legacy', status: 'ready', lastModifiedDateTime: '2026-01-01T00:00:00Z', expirationDate: '2099-01-01' };

	it('deletes old versions that nothing uses, after approval only', async () => {
		for (const version of ['1.0.0', '1.1.0', '1.2.0']) tenant().addImage({ ...old, version });
		const legacy = () => [...tenant().images.values()].filter(({ displayName }) => displayName === old.displayName).map(({ version }) => version);
		expect((await run('Reject')).status).toBe('success');
		expect(legacy()).toHaveLength(3);
		expect((await run('Approve')).status).toBe('success');
		expect(legacy()).toEqual(['1.1.0', '1.2.0']);
		expect(await card(/^1 of 1 images were deleted/)).toMatchObject({ facts: ['Legacy 1.0.0: deleted'] });
		expect(tenant().images.has(sampleImageIds.ready)).toBe(true);
	}, limitMs);
});
