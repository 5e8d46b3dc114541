import type { INodeParameters, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { CloudPcDeviceImage } from '../../nodes/CloudPcDeviceImage/CloudPcDeviceImage.node';
import { operations } from '../../nodes/CloudPcDeviceImage/operations';
import { sampleImageIds, sampleSources } from '../graph-server';
import { shownProperties } from '../shownProperties';
import { eventually } from '../eventually';
import { expectFields } from './exactFields';
import type { Editor, InEditor } from './inEditor';
import type { NodeDetailView } from './nodeDetailView';
import { appCredential, userCredential } from './theCredentials';
import { WorkflowPage } from './workflowPage';

const { description } = new CloudPcDeviceImage();

/** n8n asks for `authentication` in the credential's list, not among the parameters. */
const shown = (parameters: INodeParameters): INodeProperties[] =>
	shownProperties(description, { authentication: 'oAuth2', ...parameters }).filter(
		({ name }) => name !== 'authentication',
	);

const resources = description.properties.find(({ name }) => name === 'resource')
	?.options as INodePropertyOptions[];

/** n8n adds this to every node with a credential; it leads to the HTTP Request node. */
const customApiCall = 'Custom API Call';

/** Places the node with an action in a new workflow and gives it a credential. */
export async function place(
	{ real, browser }: Editor,
	action: string,
	credential: string,
): Promise<NodeDetailView> {
	const workflow = new WorkflowPage(browser.page);
	await workflow.create(real.n8n.url);
	await workflow.search(description.displayName);
	await workflow.openNode(description.displayName);
	await workflow.category('Actions').click();
	const view = await workflow.place(action);
	await view.chooseCredential(credential);
	return view;
}

/** What is new among the search words; the codex has more. */
const searchWords = ['Azure Compute Gallery', 'managed image', 'virtual desktop', 'provisioning policy', 'Endpoint Manager', 'Intune'];

/** Every operation, as a user meets it. */
export function theOperations(inEditor: InEditor): void {
	describe('the action node', () => {
		inEditor('is found by what administrators call it, with its actions', async (editor) => {
			const { real, browser } = editor;
			const workflow = new WorkflowPage(browser.page);
			await workflow.create(real.n8n.url);
			await workflow.search('Windows 365');
			await workflow.openNode(description.displayName);
			const events = await workflow.offers();
			await workflow.category('Actions').click();

			await eventually(
				async () => (await workflow.offers()).slice(events.length),
				operations.map(({ action }) => action),
			);
		});

		inEditor('is found by every word that administrators may use', async ({ real, browser }) => {
			const workflow = new WorkflowPage(browser.page);
			await workflow.create(real.n8n.url);
			for (const words of searchWords) {
				await workflow.search('no node has this name');
				await eventually(async () => (await workflow.offers()).includes(description.displayName), false);
				await workflow.search(words);
				await eventually(async () => (await workflow.offers()).includes(description.displayName), true);
			}
		});

		inEditor('shows for every operation exactly its fields', async (editor) => {
			const view = await place(editor, 'Get device image', appCredential);
			expect(await view.choicesOf('resource')).toEqual([
				...resources.map(({ name }) => name),
				customApiCall,
			]);

			for (const { name: resourceName, value } of resources) {
				const own = operations.filter(({ resource }) => resource === value);
				await view.choose('resource', resourceName);
				await eventually(
					async () => await view.choicesOf('operation'),
					[...own.map(({ name }) => name), customApiCall],
				);
				for (const { name, value: operation, resource } of own) {
					await view.choose('operation', name);
					await expectFields(view, shown({ resource, operation, returnAll: false, versioning: 'define' }));
				}
			}
		});

		inEditor('gets the image that was searched for', async (editor) => {
			const view = await place(editor, 'Get device image', userCredential);
			const found = await view.searchLocator('imageId', 'kiosk');
			await eventually(
				async () => await found.allInnerTexts(),
				['Windows 11 24H2 Kiosk 1.0.0 (failed)'],
			);
			await found.click();
			await eventually(
				async () => await view.chosenIn('imageId'),
				'Windows 11 24H2 Kiosk 1.0.0 (failed)',
			);
			await view.execute();

			const [names = [], ...items] = await view.table();
			expect(items).toHaveLength(1);
			const cell = (name: string) => items[0]?.[names.indexOf(name)];
			expect(cell('id')).toBe(sampleImageIds.notGeneralized);
			expect(cell('errorCode')).toBe('sourceImageNotGeneralized');
		});

		inEditor('uploads the source image that was searched for', async (editor) => {
			const { real, browser } = editor;
			const view = await place(editor, 'Create device image', appCredential);
			await view.field('displayName').locator('input').fill('Windows 10 Call Centre');
			await view.field('version').locator('input').fill('1.0.0');
			const found = await view.searchLocator('sourceImageResourceId', 'windows10');
			await eventually(
				async () => await found.allInnerTexts(),
				['windows10-22h2 (managed image, images)'],
			);
			await browser.photograph('source-image', view.view);
			await found.click();
			await view.execute();

			const [names = [], item = []] = await view.table();
			expect(item[names.indexOf('displayName')]).toBe('Windows 10 Call Centre');
			const created = real.graph.tenant.images.get(item[names.indexOf('id')] ?? '');
			expect(created).toMatchObject({
				displayName: 'Windows 10 Call Centre',
				version: '1.0.0',
				sourceImageResourceId: sampleSources.managed22H2.resourceId,
			});
		});

		inEditor('gets the image whose name was entered', async (editor) => {
			const view = await place(editor, 'Get device image', appCredential);
			await view.enterByMode('imageId', 'By Name', 'windows 11 24h2 kiosk');
			await view.execute();

			const [names = [], ...items] = await view.table();
			expect(items.map((cells) => cells[names.indexOf('id')])).toEqual([sampleImageIds.notGeneralized]);
		});

		inEditor('shows why an upload failed and what to do, in the table of Get Many', async (editor) => {
			const view = await place(editor, 'Get many device images', appCredential);
			await view.add('Filters', 'Status');
			await view.choose('status', 'Failed');
			await view.execute();

			const [names = [], ...items] = await view.table();
			const cell = (name: string) => items[0]?.[names.indexOf(name)];
			expect(cell('status')).toBe('failed');
			expect(cell('explanation')).toBe('The source image is not generalized.');
			expect(cell('remedy')).toContain('sysprep');
			await editor.browser.photograph('get-many', view.view);
		});

		inEditor('lists every image with the chosen properties', async (editor) => {
			const { real } = editor;
			const view = await place(editor, 'Get many device images', appCredential);
			await view.field('returnAll').locator('.el-switch').click();
			await expectFields(view, shown({ resource: 'deviceImage', operation: 'getAll', returnAll: true }));
			const labels = async () => (await view.labels()).includes('Fields');
			expect(await labels()).toBe(false);
			await view.choose('output', 'Selected Fields');
			await eventually(labels, true);
			await view.choose('output', 'Raw');
			await eventually(labels, false);
			await view.choose('output', 'Selected Fields');
			await view.choose('fields', 'displayName', 'status');
			await view.execute();

			const [names, ...items] = await view.table();
			// n8n leaves the last column without a name to the margin.
			expect(names?.filter(Boolean)).toEqual(['id', 'displayName', 'status']);
			expect(items).toHaveLength(real.graph.tenant.images.size);
		});
	});
}
