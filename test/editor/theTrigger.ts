import type { INodePropertyOptions } from 'n8n-workflow';

import { CloudPcDeviceImageTrigger } from '../../nodes/CloudPcDeviceImage/CloudPcDeviceImageTrigger.node';
import { images } from '../n8n/runs';
import { shownProperties } from '../shownProperties';
import { eventually } from '../eventually';
import { expectFields } from './exactFields';
import type { InEditor } from './inEditor';
import { appCredential } from './theCredentials';
import { WorkflowPage } from './workflowPage';

const { description } = new CloudPcDeviceImageTrigger();
const events = description.properties.find(({ name }) => name === 'events')
	?.options as INodePropertyOptions[];

const actionNode = 'Cloud PC Device Image';

/** The trigger, from the node creator to its first poll. */
export function theTrigger(inEditor: InEditor): void {
	describe('the trigger', () => {
		inEditor('shows its fields, fetches a test event and is published', async (editor) => {
			const { real, browser } = editor;
			const { graph } = real;
			const newest = graph.tenant.addImage({
				displayName: 'Windows 11 Reception',
				status: 'failed',
				errorCode: 'sourceImageNotGeneralized',
			});
			const workflow = new WorkflowPage(browser.page);
			await workflow.create(real.n8n.url);
			await workflow.search(actionNode);
			await workflow.openNode(actionNode);
			expect(await workflow.offers()).toEqual(events.map(({ action }) => action));

			const failed = events.find(({ value }) => value === 'failed');
			const view = await workflow.place(String(failed?.action));
			await view.chooseCredential(appCredential);
			const own = shownProperties(description, { authentication: 'oAuth2' }).filter(
				({ name }) => name !== 'authentication',
			);
			// Poll Times and its Mode are n8n's own.
			await expectFields(view, own, ['Credential', 'Poll Times', 'Mode']);
			expect(await view.field('events').innerText()).toContain(failed?.name);
			expect(await view.choicesOf('events')).toEqual(events.map(({ name }) => name));

			expect(await view.executeButton.innerText()).toBe('Fetch Test Event');
			await view.execute();
			const [names = [], ...items] = await view.table();
			expect(items).toHaveLength(1);
			expect(items[0]?.[names.indexOf('event')]).toBe('failed');
			expect(items[0]?.[names.indexOf('image')]).toContain(newest.displayName);
			expect(items[0]?.[names.indexOf('remedy')]).toContain('sysprep');
			await browser.photograph('trigger', view.view);

			await view.close();
			graph.clearRequests();
			await workflow.publish();
			await eventually(async () => await workflow.publishState.innerText(), 'Published');
			// n8n polls once when a trigger is activated.
			const polls = () =>
				graph.requests.filter(({ method, path }) => method === 'GET' && path.endsWith(images));
			await eventually(() => polls()[0]?.status, 200);
		});
	});
}
