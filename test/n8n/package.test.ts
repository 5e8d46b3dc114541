import { startRealHost, type RealHost } from './realHost';
import { runLimitMs } from './runs';
import { theAgents } from './theAgents';
import { theEditor } from './theEditor';
import { theErrors } from './theErrors';
import { theExamples } from './theExamples';

/** Enough for a first installation of n8n on a slow machine, in milliseconds. */
const startLimitMs = 30 * 60_000;

let host: RealHost;

beforeAll(async () => {
	host = await startRealHost();
}, startLimitMs);

afterAll(async () => await host?.close(), runLimitMs);

beforeEach(() => {
	host.graph.settings.answerDelayMs = 0;
	host.graph.settings.uploadMs = 3000;
	host.graph.settings.uploadOutcome = { status: 'ready' };
	host.graph.clearRequests();
});

theEditor(() => host);
theAgents(() => host);
theExamples(() => host);
theErrors(() => host);
