import { startRealHost, type RealHost } from './realHost';
import { theMonthlyRelease } from './theMonthlyRelease';
import { startWebhookReceiver, type WebhookReceiver } from './webhookReceiver';

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

theMonthlyRelease(() => real, () => webhook);
