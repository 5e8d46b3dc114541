import type { INodeProperties } from 'n8n-workflow';

/** What the workflows are to do. The credential test looks for it; with User Sign-In it also decides what is asked for. */
export const accessField: INodeProperties = {
	displayName: 'Access',
	name: 'access',
	type: 'options',
	options: [
		{
			name: 'Read and Write',
			value: 'readWrite',
			description: 'Requires CloudPC.ReadWrite.All, which an administrator must consent to',
		},
		{
			name: 'Read Only',
			value: 'readOnly',
			description: 'Requires CloudPC.Read.All. Enough for Get, Get Many, Wait for Status, and the trigger.',
		},
	],
	default: 'readWrite',
	description:
		'Access that your workflows need. User Sign-In requests this permission. For an app or a managed identity, the credential test checks that it was granted.',
};
