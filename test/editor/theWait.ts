import { eventually } from '../eventually';
import { ExecutionsPage } from './executionsPage';
import type { InEditor } from './inEditor';
import { appCredential } from './theCredentials';
import { place } from './theOperations';

/** What a user sees of a wait across restarts. */
export function theWait(inEditor: InEditor): void {
	describe('a wait across restarts', () => {
		inEditor('shows its three executions as waiting, and ends when the user stops one', async (editor) => {
			const { real, browser } = editor;
			real.graph.tenant.addEndlessUpload('Finance', '1.2.0');
			const view = await place(editor, 'Wait for status of device image', appCredential);
			await view.enterByMode('imageId', 'By Name', 'Finance 1.2.0');
			await eventually(async () => await view.text('This wait keeps the execution in memory').count(), 1);
			await view.choose('waitMode', 'Across Restarts');
			await eventually(async () => await view.text('This wait keeps the execution in memory').count(), 0);
			await view.executeButton.click();
			await eventually(async () => await view.text('Waiting for the upload').count(), 1);

			const executions = new ExecutionsPage(browser.page);
			await executions.openOfWorkflow();
			await eventually(async () => await executions.statusesOfWorkflow(), ['Waiting', 'Waiting', 'Waiting']);
			await browser.photograph('waiting');
			await executions.openAll();
			await executions.stop(2);
			await eventually(async () => await executions.status(2), 'Canceled');
			expect([await executions.status(0), await executions.status(1)]).toEqual(['Waiting', 'Waiting']);
		});
	});
}
