import type { INodeProperties } from 'n8n-workflow';

import { CloudPcGraphManagedIdentityApi } from '../../credentials/CloudPcGraphManagedIdentityApi.credentials';
import { CloudPcGraphOAuth2Api } from '../../credentials/CloudPcGraphOAuth2Api.credentials';
import { CloudPcDeviceImage } from '../../nodes/CloudPcDeviceImage/CloudPcDeviceImage.node';
import { CloudPcDeviceImageTrigger } from '../../nodes/CloudPcDeviceImage/CloudPcDeviceImageTrigger.node';
import { pages, readDocument } from '../documentation';

/** Returns every name that a property shows, with those of its options and modes. */
const shownBy = ({ displayName, options = [], modes = [] }: INodeProperties): string[] => [
	displayName,
	...modes.map((mode) => mode.displayName),
	...options.flatMap((option) =>
		'type' in option ? shownBy(option) : [String(option.name), 'displayName' in option ? option.displayName : ''],
	),
];

const [node, trigger] = [new CloudPcDeviceImage().description, new CloudPcDeviceImageTrigger().description];
const credentials = [new CloudPcGraphOAuth2Api(), new CloudPcGraphManagedIdentityApi()];
const ours = new Set([
	...[node, trigger, ...credentials].flatMap(({ displayName, properties }) => [displayName, ...properties.flatMap(shownBy)]),
]);

/** What n8n 2.41.1 itself shows. */
const ofN8n = [
	'Allowed HTTP Request Domains', 'AI Agent', 'Batch Size', 'Client ID', 'Client Secret', 'Community nodes', 'Connect', 'Connected as',
	'Continue', 'Continue (using error output)', 'Execute step', 'Fetch Test Event', 'From file', 'Import', 'Install', 'Loop Over Items',
	'OAuth Redirect URL', 'On Error', 'Poll Times', 'Retry On Fail', 'Save', 'Settings', 'Specific Domains', 'Stop Workflow', 'Switch account', 'Wait', '⋯',
];

/** What the portals of Microsoft, and GitHub, show. Source: https://learn.microsoft.com/entra/identity-platform */
const ofPortals = [
	'API permissions', 'Access control (IAM)', 'Add Redirect URI', 'Add a permission', 'Add a platform', 'Add credential', 'Add role assignment',
	'Allow public client flows', 'App registrations', 'Application (client) ID', 'Application permissions', 'Authentication', 'Certificates',
	'Certificates & secrets', 'Delegated permissions', 'Directory (tenant) ID', 'Download', 'Enterprise apps', 'Entra ID', 'Federated credentials',
	'Grant admin consent', 'Identity', 'Issues', 'Manage files', 'Managed Identities', 'Managed identity', 'Members', 'Microsoft Graph', 'New client secret',
	'New issue', 'New registration', 'Object (principal) ID', 'Overview', 'Properties', 'Reader', 'Redirect URI configuration', 'Register',
	'Report a vulnerability', 'Review + assign', 'Security', 'Status', 'Supported account types', 'Upload certificate', 'Users', 'Users and groups', 'Workflows',
	'Value', 'Web',
];

/** What is bold for another reason. */
const emphasis = [
	'AADSTS50011', 'AADSTS50194', 'AADSTS700016', 'AADSTS700027', 'AADSTS700211 to 700213', 'AADSTS7000215', 'AADSTS7000222', 'Need admin approval',
	'Cloud PC', 'Reupload', 'Status:', 'Warning:', 'recommended', 'every worker',
];

const known = new Set([...ours, ...ofN8n, ...ofPortals, ...emphasis]);

/**
 * Returns the labels in the text of a page: its bold texts, in the parts of a path and of a setting with its value. The bold words that begin
 * a list item may be words of a sentence instead.
 */
function labelsOf(page: string): string[] {
	const text = page.replace(/^( *)```[^]*?^\1```$/gm, '');
	return [...text.matchAll(/(^(?:- |\d\. ))?\*\*([^*]+)\*\*/gm)]
		.filter(([, start, bold = '']) => start === undefined || known.has(bold) || !/\s[a-z`]/.test(bold))
		.flatMap(([, , bold = '']) => bold.split(/: | > /));
}

const unknownLabels = (text: string): string[] => labelsOf(text).filter((label) => !known.has(label));

describe('the bold words of the pages', () => {
	it.each(pages)('%s: are what n8n, the package, and the portals show', (page) => {
		expect(unknownLabels(readDocument(page))).toEqual([]);
	});

	it('show a planted label that nothing shows, also where it begins a list item', () => {
		const text = '**Wait Until: Raedy** and **Create**\n- **Retry Budgets (Seconds)** limits\n- **A renamed trigger** begins\n';
		expect(unknownLabels(text)).toEqual(['Raedy', 'Retry Budgets (Seconds)']);
	});
});
