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
			description: 'Needs CloudPC.ReadWrite.All, which an administrator must consent to',
		},
		{
			name: 'Read Only',
			value: 'readOnly',
			description: 'Needs CloudPC.Read.All: enough for Get, Get Many, Wait for Status and the trigger',
		},
	],
	default: 'readWrite',
	description:
		'What the workflows are to do. User Sign-In asks for it; an app or a host identity gets what the administrator granted, and the credential test looks for this.',
};
