import { CloudPcGraphOAuth2Api } from '../../credentials/CloudPcGraphOAuth2Api.credentials';
import { sampleApps, sampleTenant, sampleUser } from '../graph-server';
import { CredentialDialog } from './credentialDialog';
import { eventually } from '../eventually';
import type { Editor, InEditor } from './inEditor';

/** Names of the credentials that are made here and used afterwards. */
export const userCredential = 'Windows 365 Administrator';
export const appCredential = 'Image Automation App';

const { displayName: credentialType, properties } = new CloudPcGraphOAuth2Api();

/** Own fields that a credential with a secret for the local Graph shows. */
const localGraphFields = [
	'grantType',
	'cloud',
	'customGraphUrl',
	'customAuthorityUrl',
	'tenantId',
	'clientId',
	'clientCredentialType',
	'clientSecret',
	'access',
];

/** The fields of our description that the dialog shows; n8n adds some of its own. */
async function shownFields(dialog: CredentialDialog): Promise<string[]> {
	const names = properties.map(({ name }) => name);
	const visible = await Promise.all(
		names.map(async (name) => await dialog.field(name).isVisible()),
	);
	return names.filter((_, index) => visible[index]);
}

async function createForLocalGraph(
	{ real, browser }: Editor,
	name: string,
	grant: { signInAs: string; tenantId?: string; app?: keyof typeof sampleApps },
): Promise<CredentialDialog> {
	const { graph, n8n } = real;
	const { clientId, secrets } = sampleApps[grant.app ?? 'readWrite'];
	const dialog = new CredentialDialog(browser.page);
	await dialog.create(n8n.url, credentialType, name);
	await dialog.fill(
		{ grantType: grant.signInAs, cloud: 'Custom' },
		{
			customGraphUrl: graph.httpUrl,
			customAuthorityUrl: graph.httpUrl,
			...(grant.tenantId !== undefined && { tenantId: grant.tenantId }),
			clientId,
			clientSecret: secrets[0] ?? '',
		},
	);
	return dialog;
}

/** What the login service of the local Graph was asked for, with what it answered. */
const tokenRequests = ({ real }: Editor) =>
	real.graph.requests.filter(({ path }) => path.endsWith('/oauth2/v2.0/token'));

/** The credential, made both ways. */
export function theCredentials(inEditor: InEditor): void {
	describe('the credential', () => {
		inEditor('of a user: signs in on the page of the login service', async (editor) => {
			const { real, browser } = editor;
			const dialog = await createForLocalGraph(editor, userCredential, {
				signInAs: 'User Sign-In',
			});
			await eventually(
				async () => (await shownFields(dialog)).sort(),
				[...localGraphFields].sort(),
			);
			await dialog.save();

			const popup = await dialog.connect();
			await popup.waitForURL(`${real.graph.httpUrl}/organizations/oauth2/v2.0/authorize?**`);
			const text = await popup.locator('body').innerText();
			expect(text).toContain(`${real.graph.httpUrl}/CloudPC.ReadWrite.All`);
			const closed = popup.waitForEvent('close');
			await popup
				.getByRole('button', { name: `Sign in as ${sampleUser.userPrincipalName}` })
				.click();
			await closed;

			await dialog.connected.waitFor();
			expect(tokenRequests(editor)).toEqual([
				expect.objectContaining({
					status: 200,
					body: expect.objectContaining({
						grant_type: 'authorization_code',
						redirect_uri: `${real.n8n.url}/rest/oauth2-credential/callback`,
					}),
				}),
			]);
			await dialog.open(real.n8n.url, userCredential);
			await eventually(
				async () => (await dialog.connected.innerText()).split('\n')[0]?.trim(),
				`Connected as ${sampleUser.userPrincipalName}`,
			);
			await browser.photograph('credential', dialog.dialog);
		});

		inEditor('of an app: is tested when it is saved', async (editor) => {
			const dialog = await createForLocalGraph(editor, appCredential, {
				signInAs: 'App-Only',
				tenantId: sampleTenant.id,
			});
			await eventually(
				async () => (await shownFields(dialog)).sort(),
				[...localGraphFields].sort(),
			);
			await dialog.save();

			await eventually(
				async () => (await dialog.testSuccess.innerText()).split('\n')[0]?.trim(),
				'Connection tested successfully',
			);
			expect(tokenRequests(editor)).toEqual([
				expect.objectContaining({
					status: 200,
					body: expect.objectContaining({ grant_type: 'client_credentials' }),
				}),
			]);
		});

		inEditor('of an app without permission: the dialog says what is missing', async (editor) => {
			const dialog = await createForLocalGraph(editor, 'App Without Permission', {
				signInAs: 'App-Only',
				tenantId: sampleTenant.id,
				app: 'noConsent',
			});
			await dialog.save();

			await dialog.dialog.getByText('Couldn’t connect with these settings').waitFor();
			await dialog.dialog.getByText('More details').click();
			const error = dialog.dialog.getByText('the permission to read device images is missing');
			await error.waitFor();
			expect(await error.innerText()).toContain('add CloudPC.Read.All or CloudPC.ReadWrite.All');
		});
	});
}
