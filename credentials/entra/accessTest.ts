import type { ICredentialTestRequest } from 'n8n-workflow';

import { hostExpression } from './clouds';
import { userAgent } from './userAgent';

const graph = hostExpression('graph', 'customGraphUrl').replaceAll('$self', '$credentials');

const headers = { 'User-Agent': userAgent };

const images = '/deviceManagement/virtualEndpoint/deviceImages';

/**
 * The nil GUID is no image's: deleting it changes nothing, and only who may write learns that there is none.
 * Unknown on the live service: whether it looks at the permission first. If not, the test misses "read only", and nothing else.
 */
const noImage = `${images}/00000000-0000-0000-0000-000000000000`;

/** How the two requests of the test end, whichever response comes first: Graph promises no order. */
const whenPartIs = (value: number | undefined, message: string) =>
	[0, 1].map((index) => whenFieldIs(`responses[${index}].status`, value, message));

const whenFieldIs = (key: string, value: unknown, message: string) => ({
	type: 'responseSuccessBody' as const,
	properties: { key, value, message },
});

const whenStatusIs = (value: number, message: string) => ({
	type: 'responseCode' as const,
	properties: { value, message },
});

const notTaken =
	"Sign-in succeeded, but Microsoft Graph rejected the token. Check that 'Cloud' is the cloud of the tenant: tokens of one cloud do not work in another. If it is, a Conditional Access policy might require a new sign-in. To find the policy, check the sign-in logs in the Microsoft Entra admin center.";

const noBatch =
	"Sign-in succeeded, but the URL didn't return a Microsoft Graph response. Check 'Cloud' and 'Graph URL': it has no version, and a gateway must forward POST /v1.0/$batch.";

/**
 * Makes the test of a credential: one JSON batch that reads the device images and, when 'Access' is Read and Write and reading
 * worked, deletes an image that cannot exist. A refused first request fails the second with 424, which tells "no permission" from
 * "read only". It has to be one declarative request: n8n 2.40 never calls a node's own test for a type that extends oAuth2Api,
 * and what an access token grants is not for clients to read.
 * Source: https://learn.microsoft.com/graph/json-batching; n8n `credentials-tester.service.js`
 *
 * @param howToPermit what to do about a missing permission, as a sentence
 */
export const accessTest = (howToPermit: string): ICredentialTestRequest => ({
	request: {
		method: 'POST',
		baseURL: `={{ ${graph} }}`,
		url: '/v1.0/$batch',
		headers,
		sendCredentialsOnCrossOriginRedirect: false,
		body: {
			requests: [
				{ id: 'read', method: 'GET', url: `${images}?$select=id`, headers },
				{
					id: 'write',
					method: '={{ $credentials.access === "readOnly" ? "GET" : "DELETE" }}',
					url: noImage,
					headers,
					dependsOn: ['read'],
				},
			],
		},
	},
	rules: [
		whenStatusIs(401, notTaken),
		...[403, 404, 405, 501].map((status) => whenStatusIs(status, noBatch)),
		...whenPartIs(undefined, noBatch),
		...whenPartIs(401, notTaken),
		...[429, 500, 502, 503, 504].flatMap((status) =>
			whenPartIs(status, `Sign-in succeeded, but Microsoft Graph returned status ${status}. Try again later.`),
		),
		...whenPartIs(
			424,
			`Sign-in succeeded, but the permission to read device images is missing. ${howToPermit} A user also needs the Windows 365 Administrator or Intune Administrator role, and the tenant needs a Windows 365 license.`,
		),
		...whenPartIs(
			403,
			`Sign-in succeeded, but the granted permission is read-only. If that is enough, set 'Access' to 'Read Only'. ${howToPermit.replace('CloudPC.Read.All or ', '')} A user also needs a role that can manage Cloud PC images.`,
		),
		// n8n takes both kinds of rules together; its type does not.
	] as ICredentialTestRequest['rules'],
});
