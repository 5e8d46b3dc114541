import { exampleFiles, fitToLocalGraph, readExample, readTour } from '../../scripts/localGraph';
import { allOperations, findFaults, readSteps, tellingApartMs } from '../../scripts/stepReport';
import { sampleImageIds, samplePolicyIds } from '../graph-server';
import type { RealHost } from './realHost';
import { startMailReceiver } from './mailReceiver';
import { graphRequests, images, outputsOf, runExample, runLimitMs } from './runs';
import { readCard } from './teamsCard';
import { startWebhookReceiver } from './webhookReceiver';

/** The workflows of examples/, run as a user runs them. */
export function theExamples(real: () => RealHost): void {
	describe('the examples', () => {
		it('are eight; the one with a trigger runs in trigger.test.ts, the agent in theAgents.ts, approvals in monthlyRelease.test.ts, tenants in manyTenants.ts', () => {
			expect([...exampleFiles].sort()).toEqual([
				'alert-teams.json',
				'ask-about-images.json',
				'clean-up.json',
				'create-image-and-wait.json',
				'image-health-report.json',
				'many-tenants.json',
				'monthly-release.json',
				'roll-back.json',
			]);
		});

		it(
			'the tour does every operation, with the right requests',
			async () => {
				real().graph.settings.answerDelayMs = tellingApartMs;
				const workflow = fitToLocalGraph(
					readTour(),
					real().credentials.readWrite,
				);
				const execution = await real().n8n.api.runWorkflow(
					await real().n8n.api.createWorkflow(workflow),
				);
				const steps = readSteps(workflow, execution, real().graph.requests);

				expect(findFaults(steps)).toEqual([]);
				expect(execution.status).toBe('success');
				expect(new Set(steps.map(({ operation }) => operation))).toEqual(new Set(allOperations));
				const id = String(outputsOf(execution, 'Create Image')[0]?.[0]?.json.id);
				const { notGeneralized, internalError } = sampleImageIds;
				const sent = Object.fromEntries(steps.map(({ name, requests }) => [name, requests]));
				expect(new Set(sent['Wait Until Ready'])).toEqual(
					new Set([`GET /v1.0${images}/${id} 200`]),
				);
				expect(sent).toMatchObject({
					'Get Source Images': [`GET /beta${images}/getSourceImages 200`],
					'Create Image': [`POST /v1.0${images} 201`],
					'Get Image': [`GET /v1.0${images}/${id} 200`],
					'Get Many Images': [`GET /v1.0${images} 200`, `GET /beta${images} 200`],
					'Update Image': [`PATCH /beta${images}/${id} 200`],
					'Find Failed Images': [`GET /v1.0${images} 200`, `GET /beta${images} 200`],
					'Retry Upload': [
						`POST /beta${images}/${notGeneralized}/retryUpload 204`,
						`GET /beta${images}/${notGeneralized} 200`,
					],
					'Reupload (Deprecated)': [
						`POST /beta${images}/${internalError}/reupload 204`,
						`GET /beta${images}/${internalError} 200`,
					],
					'Delete Image': [`DELETE /v1.0${images}/${id} 204`],
					'Set the Same Image': [expect.stringContaining('/galleryImages 200'), expect.stringContaining('/provisioningPolicies/')],
				});
				expect(real().graph.tenant.images.has(id)).toBe(false);
			},
			runLimitMs,
		);

		it(
			'the upload happens once, however often the workflow runs',
			async () => {
				const first = await runExample(real(), 'create-image-and-wait.json');
				const [ready] = outputsOf(first, 'Create Image')[0] ?? [];
				expect(ready?.json).toMatchObject({ displayName: 'Windows 11 Standard' });
				expect(outputsOf(first, 'Report Success')[0]?.[0]?.json).toEqual({
					subject: 'Windows 11 Standard 1.0.0 is ready',
					text: expect.stringContaining('Windows 11 Enterprise'),
				});

				const second = await runExample(real(), 'create-image-and-wait.json');
				const [again] = outputsOf(second, 'Create Image')[0] ?? [];
				expect(again?.json.id).toBe(ready?.json.id);
				expect(graphRequests(real()).filter((request) => request.startsWith('POST'))).toHaveLength(
					1,
				);
				real().graph.tenant.images.delete(String(ready?.json.id));
			},
			runLimitMs,
		);

		it(
			'the loop pauses before each check, and after the last one ends with an error that says where to look',
			async () => {
				real().graph.settings.uploadMs = 3_600_000;
				const workflow = fitToLocalGraph(readExample('create-image-and-wait.json'), real().credentials.readWrite);
				const settings = workflow.nodes.find(({ name }) => name === 'Settings')?.parameters.assignments;
				for (const setting of (settings as { assignments: Array<{ name: string; value: unknown }> }).assignments) {
					if (setting.name === 'maxChecks') setting.value = 2;
				}
				const execution = await real().n8n.api.runWorkflow(await real().n8n.api.createWorkflow(workflow));

				expect(execution.data.resultData.error?.message).toContain('has not ended after 2 checks');
				const { runData } = execution.data.resultData;
				expect([runData.Wait?.length, runData['Get Image']?.length]).toEqual([2, 2]);
				expect(outputsOf(execution, 'Get Image')[0]?.[0]?.json).toMatchObject({ status: 'pending' });
				real().graph.tenant.images.delete(String(outputsOf(execution, 'Create Image')[0]?.[0]?.json.id));
			},
			runLimitMs,
		);

		it(
			'a failed upload takes the error branch, in plain words',
			async () => {
				real().graph.settings.uploadOutcome = {
					status: 'failed',
					errorCode: 'sourceImageNotGeneralized',
				};
				const execution = await runExample(real(), 'create-image-and-wait.json');

				expect(execution.status).toBe('success');
				const [told] = outputsOf(execution, 'Report Failure')[0] ?? [];
				expect(told?.json.subject).toContain('Windows 11 Standard');
				expect(told?.json.subject).toContain('sourceImageNotGeneralized');
				expect(told?.json.text).toMatch(/sysprep/i);
				expect(outputsOf(execution, 'Report Success')).toEqual([]);
			},
			runLimitMs,
		);

		it(
			'the report has every image with what is wrong, what to do, and what uses it, as card and as email',
			async () => {
				const { tenant } = real().graph;
				tenant.images.clear();
				const ready = { status: 'ready', expirationDate: '2099-01-01' };
				const { id: used } = tenant.addImage({ ...ready, displayName: 'Healthy' });
				tenant.addImage({ ...ready, displayName: 'Old', expirationDate: '2024-06-11' });
				tenant.addImage({ displayName: 'Broken', status: 'failed', errorCode: 'sourceImageNotGeneralized' });
				Object.assign(tenant.policies.get(samplePolicyIds.pilot) ?? {}, { imageId: used });
				const webhook = await startWebhookReceiver();
				const mail = await startMailReceiver();
				const settings = { teamsWebhookUrl: webhook.url, mailFrom: 'n8n@contoso.example', mailTo: 'admins@contoso.example' };
				const workflow = fitToLocalGraph(readExample('image-health-report.json'), real().credentials.readOnly, settings);
				const smtp = await real().n8n.api.importCredential({ name: 'Mail', type: 'smtp', data: mail.credential });
				const send = workflow.nodes.find(({ name }) => name === 'Send Email');
				Object.assign(send ?? {}, { disabled: false, credentials: { smtp } });
				const execution = await real().n8n.api.runWorkflow(await real().n8n.api.createWorkflow(workflow));
				await Promise.all([webhook.close(), mail.close()]);

				expect([execution.status, execution.data.resultData.error?.message]).toEqual(['success', undefined]);
				expect(webhook.received.map(readCard)).toEqual([
					{
						title: 'Windows 365 images: 2 of 3 need attention',
						text: '2 images are used by no provisioning policy and no agent pool.',
						facts: [
							expect.stringMatching(/^Old 1.0.0: Its Windows expired on 2024-06-11. Create a version .* Unused\.$/),
							expect.stringMatching(/^Broken 1.0.0: The upload failed: sourceImageNotGeneralized\. .*sysprep.* Unused\.$/is),
							'Healthy 1.0.0: Healthy. Used by Pilot Cloud PCs.',
						],
						link: 'https://intune.microsoft.com',
					},
				]);
				expect(mail.received).toEqual([expect.stringContaining('Subject: Windows 365 images: 2 of 3 need attention')]);
				expect(mail.received[0]).toContain('<td>Healthy 1.0.0</td><td>Healthy.</td>');
			},
			runLimitMs,
		);
	});
}
