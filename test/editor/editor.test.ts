/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import { demoOwner } from '../../scripts/localGraph';
import { startRealHost } from '../n8n/realHost';
import { openBrowser } from './browser';
import type { Editor, InEditor } from './inEditor';
import { signIn } from './signInPage';
import { theCredentials } from './theCredentials';
import { theExamples } from './theExamples';
import { theLifeCycle } from './theLifeCycle';
import { theOperations } from './theOperations';
import { theTrigger } from './theTrigger';
import { theWait } from './theWait';

const startLimitMs = 30 * 60_000;
const testLimitMs = 90_000;

const chromium = process.env.CLOUDPC_CHROMIUM;
if (chromium === undefined) throw new Error('Run this with `npm run test:editor`.');

const made = new AsyncDisposableStack();
let editor: Editor;

beforeAll(async () => {
	const real = await startRealHost();
	made.defer(async () => await real.close());
	const browser = await openBrowser(chromium);
	made.defer(async () => await browser.close());
	editor = { real, browser };
}, startLimitMs);

afterAll(async () => await made.disposeAsync(), testLimitMs);

beforeEach(() => editor.real.graph.clearRequests());

const inEditor: InEditor = (name, work) =>
	it(
		name,
		async () => {
			let passed = false;
			try {
				await work(editor);
				passed = true;
			} finally {
				if (!passed) {
					const path = await editor.browser.keepFailure(name);
					process.stderr.write(`What the browser showed when "${name}" failed: ${path}\n`);
				}
			}
		},
		testLimitMs,
	);

inEditor('the owner signs in', async ({ real, browser }) => {
	await signIn(browser.page, real.n8n.url, demoOwner);

	expect(new URL(browser.page.url()).pathname).toBe('/home/workflows');
});

theCredentials(inEditor);
theOperations(inEditor);
theLifeCycle(inEditor);
theWait(inEditor);
theExamples(inEditor);
theTrigger(inEditor);
