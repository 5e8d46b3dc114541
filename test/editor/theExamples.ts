import { exampleFiles, fitToLocalGraph, readExample } from '../../scripts/localGraph';
import { eventually } from '../eventually';
import type { InEditor } from './inEditor';
import { WorkflowPage } from './workflowPage';

const isNote = ({ type }: { type: string }): boolean => type.endsWith('.stickyNote');

/** The canvas of each example, as a user sees it after the import. */
export function theExamples(inEditor: InEditor): void {
	describe('the examples', () => {
		for (const file of exampleFiles) {
			inEditor(`${file} shows all of its nodes and notes, with every node type installed`, async ({ real, browser }) => {
				const workflow = fitToLocalGraph(readExample(file), real.credentials.readWrite);
				const { id } = await real.n8n.api.createWorkflow(workflow);
				const page = new WorkflowPage(browser.page);
				await page.open(real.n8n.url, id);
				// An array of this realm, which compares equal to another.
				const names = (notes: boolean) => [...workflow.nodes.filter((node) => isNote(node) === notes).map(({ name }) => name)].sort();
				await eventually(async () => await page.nodeNames(), names(false));
				await eventually(async () => await page.noteCount(), names(true).length);
				expect(await page.unknownNodes()).toBe(0);
				await browser.photograph(file.replace('.json', ''), page.canvas);
			});
		}
	});
}
