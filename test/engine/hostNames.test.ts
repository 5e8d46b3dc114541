import { sampleImageIds } from '../graph-server';
import { byId, useNode } from './useNode';

/** Hosts that nobody can resolve (RFC 6761), whose names hold the words of n8n's own errors. */
const hosts = ['oauth-gateway', 'reconnect', 'timeout', 'needs-to-be-reconnected.oauth2'].map(
	(name) => `https://${name}.contoso.invalid`,
);

const { engine, run } = useNode({ graphFor: 'file', settings: { extraAudiences: hosts } });

const get = async () => await run('get', { imageId: byId(sampleImageIds.ready), options: { retryBudgetSeconds: 0 } });

describe.each(hosts)('a Graph at %s that cannot be resolved', (customGraphUrl) => {
	it('is reported as one that cannot be reached, not as a failed sign-in', async () => {
		engine.editCredential({ customGraphUrl });
		const result = await get();
		expect(result).toFailWith({ message: 'Get device image: Microsoft Graph could not be reached' });
		expect(result.error?.context.data).toMatchObject({
			kind: 'noResponse',
			code: expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN)$/),
		});
		expect(result.error?.failure).toMatchObject({ cause: 'temporarily-unavailable' });
	});

	it('does not end the activation of a trigger', async () => {
		engine.editCredential({ customGraphUrl });
		const trigger = engine.pollContext({ parameters: { events: ['ready'] }, budgetMs: 3_000 });
		const warn = jest.spyOn(trigger.logger, 'warn').mockImplementation(() => {});
		expect(await trigger.poll()).toBeNull();
		expect(warn).toHaveBeenCalledWith(expect.stringContaining('could not be reached'), expect.anything());
	});
});

it.each([...hosts, 'https://login.contoso.invalid', 'http://127.0.0.1:1'])(
	'a login service at %s that does not respond is reported as such, and as transient',
	async (customAuthorityUrl) => {
		engine.editCredential({ customAuthorityUrl });
		expect(await get()).toFailWith({
			message: "Get device image: Microsoft Entra ID can't be reached or isn't available",
			failure: { cause: 'temporarily-unavailable' },
			context: { data: { kind: 'signInUnavailable' } },
		});
	},
);

it('a token response without a token is reported as a failed sign-in', async () => {
	engine.editCredential({ oauthTokenData: { token_type: 'Bearer' } });
	expect(await get()).toFailWith({
		message: "Get device image: Microsoft Entra ID didn't issue a token",
		context: { data: { kind: 'signInFailed' } },
	});
});
