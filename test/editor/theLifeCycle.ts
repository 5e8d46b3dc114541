import { eventually } from '../eventually';
import { sampleImageIds, samplePolicyIds } from '../graph-server';
import type { InEditor } from './inEditor';
import { appCredential } from './theCredentials';
import { place } from './theOperations';

/** Actions that list, a column that each entry fills, and a filter. */
const lists: Array<[action: string, column: string, filter?: { entry: string; name: string; value: string }]> = [
	['Get many Cloud PCs', 'imageDisplayName', { entry: 'Image Name', name: 'imageDisplayName', value: 'Windows 11 24H2 Standard' }],
	['Get many gallery images', 'status'],
	['Get many provisioning policies', 'imageDisplayName', { entry: 'Display Name', name: 'displayName', value: 'pilot' }],
	['Get many source images', 'resourceId', { entry: 'Display Name', name: 'displayName', value: 'windows10' }],
];

/** What an image's life takes besides its upload, as a user meets it. */
export function theLifeCycle(inEditor: InEditor): void {
	describe('an image and the policies', () => {
		inEditor('sets the image of the policy that were both searched for', async (editor) => {
			const view = await place(editor, 'Set image of provisioning policy', appCredential);
			const policies = await view.searchLocator('policyId', 'standard');
			await eventually(async () => (await policies.allInnerTexts()).map((text) => text.split('(')[0]?.trim()), ['Standard Cloud PCs']);
			await policies.click();
			await eventually(async () => (await view.chosenIn('policyId')).startsWith('Standard Cloud PCs'), true);
			const images = await view.searchLocator('image', 'standard 1.0.0');
			await eventually(async () => await images.allInnerTexts(), ['Windows 11 24H2 Standard 1.0.0 (ready)']);
			await images.click();
			await view.execute();

			const [names = [], item = []] = await view.table();
			expect(item[names.indexOf('displayName')]).toBe('Standard Cloud PCs');
			expect(editor.real.graph.tenant.policies.get(samplePolicyIds.production)?.imageId).toBe(sampleImageIds.free);
			await editor.browser.photograph('set-image', view.view);
		});

		for (const [action, column, filter] of lists) {
			inEditor(`lists with '${action}', and only what fits a filter`, async (editor) => {
				const view = await place(editor, action, appCredential);
				await view.execute();
				const rows = async () => {
					const [names = [], ...items] = await view.table();
					return items.map((cells) => cells[names.indexOf(column)]);
				};
				const all = await rows();
				expect(all.filter(Boolean).length).toBe(all.length);
				expect(all.length).toBeGreaterThan(1);
				if (!filter) return;
				await view.add('Filters', filter.entry);
				await view.field(filter.name).locator('input').fill(filter.value);
				await view.execute();
				await eventually(async () => (await rows()).length < all.length && (await rows()).length > 0, true);
			});
		}

		inEditor('says why an upload failed, and what to do, when a wait ends', async (editor) => {
			const view = await place(editor, 'Wait for status of device image', appCredential);
			await view.enterByMode('imageId', 'By Name', 'Windows 11 24H2 Kiosk');
			const told = await view.executeToError();
			expect(told).toContain('sourceImageNotGeneralized');
			expect(told).toContain('sysprep');
			await editor.browser.photograph('failed-upload', view.view);
		});
	});
}
