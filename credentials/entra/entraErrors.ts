/** What Microsoft Entra said instead of giving a token. */
export interface EntraError {
	/** `AADSTS` with its number. */
	code: string;
	/** Entra's own sentence, from the code on, without the ids behind it. */
	words: string;
	correlationId?: string;
	traceId?: string;
	/** When Entra responded, UTC, as it wrote it. */
	date?: string;
}

/** What a code means to an administrator. */
export interface EntraAdvice {
	/** What is wrong; continues a sentence. */
	reason: string;
	/** How and where to fix it. */
	remedy: string;
	/** Time alone can help. */
	passes?: true;
}

const app = 'In the Entra admin center open App registrations > your app';
const secrets = `${app} > Certificates & secrets`;
const signInLog =
	"In the Entra admin center open Monitoring & health > Sign-in logs (for an app the tab 'Service principal sign-ins', for a host identity 'Managed identity sign-ins') and search the correlation ID";
const reconnect = 'Open the credential in n8n and sign in again with Reconnect';

/**
 * The codes that an administrator meets, by what fixes them. Microsoft may change them at any time, so they choose
 * words, and whether a trigger goes on trying.
 * Source: https://learn.microsoft.com/entra/identity-platform/reference-error-codes; it lacks 7000215 to 7000222, 7000229,
 * 700023, 700024 and the federated ones, which are told as Entra words them.
 */
export const entraAdvice: ReadonlyArray<EntraAdvice & { codes: readonly number[] }> = [
	{
		codes: [7000215, 70002],
		reason: 'the client secret is wrong',
		remedy: `In the credential enter the value of the secret, not its ID. Entra shows the value only once; where it is lost, make a new secret: ${secrets} > Client secrets.`,
	},
	{
		codes: [7000222],
		reason: 'the client secret has expired',
		remedy: `${secrets} > Client secrets > New client secret, and enter its value in the credential. A certificate or a host identity saves this work.`,
	},
	{
		codes: [7000218, 7000216, 900144, 90014],
		reason: 'a field of the credential is empty',
		remedy: `Fill in client ID and secret, or set 'App Credential' to 'Certificate' and paste both files. New ones are made there: ${secrets}.`,
	},
	{
		codes: [700016, 700011, 7000229],
		reason: 'the tenant does not know the app',
		remedy: `${app} > Overview and compare 'Application (Client) ID' and 'Directory (Tenant) ID'. An app of another tenant must be multitenant, and an administrator of this tenant must have consented to it (Enterprise apps lists it then).`,
	},
	{
		codes: [70001, 7000112],
		reason: 'the app is disabled',
		remedy:
			"In the Entra admin center open Enterprise apps > your app > Properties and set 'Enabled for users to sign-in' to Yes.",
	},
	{
		codes: [90002, 900382, 900432, 900439, 90038],
		reason: 'the tenant is not in this cloud',
		remedy:
			"Compare 'Directory (Tenant) ID' with the Entra admin center > Overview, and 'Cloud' with the cloud of the tenant: a US Government (GCC High) tenant is unknown in the Global cloud, and the other way round.",
	},
	{
		codes: [900023, 900021],
		reason: 'the tenant ID is not valid',
		remedy:
			"In the credential's 'Directory (Tenant) ID' enter the GUID or a domain of the tenant, from the Entra admin center > Overview. A GUID has 32 digits in five groups, a domain looks like contoso.onmicrosoft.com.",
	},
	{
		codes: [50059, 9001023, 50194],
		reason: 'the sign-in does not name the tenant',
		remedy:
			"Enter the GUID or a domain in 'Directory (Tenant) ID', from the Entra admin center > Overview. 'organizations' works for User Sign-In with a multitenant app only.",
	},
	{
		codes: [700027, 700030],
		reason: 'the certificate is not registered with the app',
		remedy: `${secrets} > Certificates and upload 'Certificate' of the credential, or compare its thumbprint with those listed. Check that 'Application (Client) ID' is this app.`,
	},
	{
		codes: [700024, 500133],
		reason: 'the signed assertion was outside its time',
		remedy:
			'Set the clock of the n8n host right (time synchronization, NTP), then run again. Nothing needs to change in the Entra admin center.',
	},
	{
		codes: [700021, 700023],
		reason: 'the signed assertion is for another app or another login service',
		remedy: `Check 'Cloud', a custom 'Login URL' and 'Application (Client) ID'. For a federated app also ${secrets.replace('In', 'in')} > Federated credentials and compare the subject with the Object (principal) ID of the identity.`,
	},
	{
		codes: [70021, 700211, 700212, 700213],
		reason: 'no federated credential of the app fits the identity of the n8n host',
		remedy: `${secrets} > Federated credentials. Issuer, subject and audience must be exactly those that Entra names above; the subject is the Object (principal) ID of the identity. A new one works after a few minutes.`,
	},
	{
		codes: [700025],
		reason: 'the app is registered as a public client',
		remedy: `${app} > Authentication and move the OAuth Redirect URL of n8n to the platform Web.`,
	},
	{
		codes: [65001, 65004, 90094, 650056],
		reason: 'nobody has consented to the permissions of the app',
		remedy: `${app} > API permissions, add Microsoft Graph CloudPC.Read.All or CloudPC.ReadWrite.All and press Grant admin consent. A user then signs in again with Reconnect in the credential; an app or a host identity is asked for anew by the next run.`,
	},
	{
		codes: [53003, 53000, 53001, 53002, 50005, 50131],
		reason: 'a Conditional Access policy blocks it',
		remedy: `${signInLog}: its tab 'Conditional Access' names the policy. Under Conditional Access > Policies exclude the app or the user from it, or allow the address of the n8n host as a named location.`,
	},
	{
		codes: [50074, 50076, 50078, 50079, 50158],
		reason: 'the user must prove more, such as multifactor authentication',
		remedy: `${reconnect}. To need no user, use App-Only or a host identity. The policy stands in the Entra admin center under Conditional Access > Policies.`,
	},
	{
		codes: [70000, 70008, 70043, 700082, 50055, 50089, 50132, 50133, 50173],
		reason: 'the sign-in of the user has ended',
		remedy: `${reconnect}. To need no user, use App-Only or a host identity. Why it ended stands in the Entra admin center under Monitoring & health > Sign-in logs.`,
	},
	{
		codes: [50034, 500341, 50057, 51004],
		reason: 'the account of the user is gone or disabled',
		remedy:
			'In the Entra admin center open Users and look for the account, enable it, or open the credential in n8n and sign in with another one.',
	},
	{
		codes: [50105],
		reason: 'the user is not assigned to the app',
		remedy: 'In the Entra admin center open Enterprise apps > your app > Users and groups and add the user.',
	},
	{
		codes: [500011, 50001, 650057, 70011],
		reason: 'the tenant does not know the Graph address that the token was asked for',
		remedy: `Check 'Cloud', and with the custom cloud 'Graph URL': Entra knows Microsoft Graph, not a gateway in front of it. Check that 'Directory (Tenant) ID' is the tenant you mean: it stands in the Entra admin center > Overview.`,
	},
	{
		codes: [90006, 90012, 90024, 90033, 90055, 50033, 50196],
		reason: 'Entra has a fault that passes, or gets too many requests',
		passes: true,
		remedy:
			'Try again later. The Microsoft 365 admin center shows faults under Health > Service health.',
	},
];

type Json = Record<string, unknown>;

const textIn = (body: Json, key: string): string | undefined => {
	const value = body[key];
	return typeof value === 'string' && value !== '' ? value : undefined;
};

function bodyOf(response: unknown): Json {
	if (typeof response === 'object' && response !== null) return response as Json;
	if (typeof response !== 'string') return {};
	try {
		return Object(JSON.parse(response)) as Json;
	} catch {
		return { error_description: response };
	}
}

/**
 * Reads Entra's error out of whatever holds it.
 *
 * @param response the body of a token response, as an object or as its JSON text, or any text with `AADSTS` in it
 * @returns undefined when Entra did not say it
 */
export function readEntraError(response: unknown): EntraError | undefined {
	const body = bodyOf(response);
	const said = textIn(body, 'error_description') ?? '';
	const [all, code = ''] = /(AADSTS\d+)\b[^]*/.exec(said) ?? [];
	if (all === undefined) return undefined;
	const behind = (name: string, form: string): string | undefined =>
		new RegExp(`${name}: ?(${form})`, 'i').exec(all)?.[1];
	const [words = ''] = all.split(/[\r\n]|\s(?:Trace|Correlation) ID:/);
	return {
		code,
		words: words.trim(),
		correlationId: textIn(body, 'correlation_id') ?? behind('Correlation ID', '[\\da-f-]{36}'),
		traceId: textIn(body, 'trace_id') ?? behind('Trace ID', '[\\da-f-]{36}'),
		date: textIn(body, 'timestamp') ?? behind('Timestamp', '[\\d-]{10} [\\d:]{8}Z'),
	};
}

/**
 * Says what one of Entra's codes means and where to fix it.
 *
 * @param code e.g. `AADSTS7000215`
 * @returns undefined for a code that is not in the table
 */
export function adviseOnEntraError(code = ''): EntraAdvice | undefined {
	const number = Number(code.replace('AADSTS', ''));
	return entraAdvice.find(({ codes }) => codes.includes(number));
}
