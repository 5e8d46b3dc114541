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

const app = 'In the Microsoft Entra admin center, open Entra ID > App registrations > your app';
const secrets = `${app} > Certificates & secrets`;
const signInLog =
	"In the Microsoft Entra admin center, open Entra ID > Monitoring & health > Sign-in logs, and search for the correlation ID. For an app, use the tab 'Service principal sign-ins', for a managed identity 'Managed identity sign-ins'.";

/** How a user gets a new token; n8n shows the first button before a sign-in, and the second one after it. */
export const signInAgain = "Open the credential in n8n and sign in again ('Connect' or 'Switch account').";

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
		remedy: `In the credential, enter the value of the secret, not its ID. Entra shows the value only once. If you no longer have it, create a new secret. ${secrets} > Client secrets.`,
	},
	{
		codes: [7000222],
		reason: 'the client secret has expired',
		remedy: `${secrets} > Client secrets > New client secret, and enter its value in the credential. To avoid expiring secrets, use a certificate or a managed identity.`,
	},
	{
		codes: [7000218, 7000216, 900144, 90014],
		reason: 'a field of the credential is empty',
		remedy: `In the credential, enter 'Client ID' and 'Client Secret', or set 'App Credential' to 'Certificate' and paste both files. ${secrets} to create new ones.`,
	},
	{
		codes: [700016, 700011, 7000229],
		reason: "the app wasn't found in the tenant",
		remedy: `${app} > Overview, and compare 'Client ID' and 'Directory (Tenant) ID' of the credential. An app of another tenant must be multitenant, and an administrator of this tenant must have consented to it. Entra ID > Enterprise apps then lists it.`,
	},
	{
		codes: [70001, 7000112],
		reason: 'the app is disabled',
		remedy: "In the Microsoft Entra admin center, open Entra ID > Enterprise apps > your app > Properties, and set 'Enabled for users to sign-in' to 'Yes'.",
	},
	{
		codes: [90002, 900382, 900432, 900439, 90038],
		reason: 'the tenant is not in this cloud',
		remedy: "Compare 'Directory (Tenant) ID' with the Microsoft Entra admin center > Entra ID > Overview, and 'Cloud' with the cloud of the tenant. A US Government (GCC High) tenant can't be reached from the Global cloud, and vice versa.",
	},
	{
		codes: [900023, 900021],
		reason: 'the tenant ID is not valid',
		remedy: "In 'Directory (Tenant) ID' of the credential, enter the ID or a domain of the tenant, from the Microsoft Entra admin center > Entra ID > Overview. An ID has 32 digits in five groups. A domain looks like contoso.onmicrosoft.com.",
	},
	{
		codes: [50059, 9001023, 50194],
		reason: 'the sign-in does not name the tenant',
		remedy: "In 'Directory (Tenant) ID' of the credential, enter the ID or a domain of the tenant, from the Microsoft Entra admin center > Entra ID > Overview. The value 'organizations' works only for User Sign-In with a multitenant app.",
	},
	{
		codes: [700027, 700030],
		reason: 'the certificate is not registered with the app',
		remedy: `${secrets} > Certificates, and upload the certificate of the credential, or compare its thumbprint with those listed. Check that 'Client ID' is the ID of this app.`,
	},
	{
		codes: [700024, 500133],
		reason: "the sign-in request has expired or isn't valid yet",
		remedy: "Synchronize the clock of the n8n server (NTP), then run the workflow again. You don't need to change anything in the Microsoft Entra admin center.",
	},
	{
		codes: [700021, 700023],
		reason: 'the sign-in request is for another app or another sign-in service',
		remedy: `Check 'Cloud', a custom 'Login URL', and 'Client ID'. For a federated app, also compare the subject of its federated credential with the Object (principal) ID of the managed identity. ${secrets} > Federated credentials.`,
	},
	{
		codes: [70021, 700211, 700212, 700213],
		reason: 'no federated credential of the app matches the managed identity',
		remedy: `${secrets} > Federated credentials. Issuer, subject, and audience must be exactly those that Entra names above. The subject is the Object (principal) ID of the managed identity. A new federated credential works after a few minutes.`,
	},
	{
		codes: [700025],
		reason: 'the app is registered as a public client',
		remedy: `${app} > Authentication, and move the 'OAuth Redirect URL' of n8n to the platform 'Web'.`,
	},
	{
		codes: [65001, 65004, 90094, 650056],
		reason: "consent to the app's permissions is missing",
		remedy: `${app} > API permissions, add the Microsoft Graph permission CloudPC.Read.All or CloudPC.ReadWrite.All, and select 'Grant admin consent'. As a user, then sign in again in the credential ('Connect' or 'Switch account'). For an app or a managed identity, run the workflow again.`,
	},
	{
		codes: [53003, 53000, 53001, 53002, 50005, 50131],
		reason: 'a Conditional Access policy blocks the sign-in',
		remedy: `${signInLog} The tab 'Conditional Access' of the sign-in names the policy. Under Entra ID > Conditional Access > Policies, exclude the app or the user from it, or allow the address of the n8n instance as a named location.`,
	},
	{
		codes: [50074, 50076, 50078, 50079, 50158],
		reason: 'additional verification is required, such as multifactor authentication',
		remedy: `${signInAgain} To avoid interactive sign-in, use App-Only or a managed identity. You can find the policy in the Microsoft Entra admin center under Entra ID > Conditional Access > Policies.`,
	},
	{
		codes: [70000, 70008, 70043, 700082, 50055, 50089, 50132, 50133, 50173],
		reason: "the user's session expired or was revoked",
		remedy: `${signInAgain} To avoid interactive sign-in, use App-Only or a managed identity. You can find the reason in the Microsoft Entra admin center under Entra ID > Monitoring & health > Sign-in logs.`,
	},
	{
		codes: [50034, 500341, 50057, 51004],
		reason: 'the user account was deleted or is disabled',
		remedy: 'In the Microsoft Entra admin center, open Entra ID > Users and enable the account, or sign in with another account in the credential.',
	},
	{
		codes: [50105],
		reason: 'the user is not assigned to the app',
		remedy: 'In the Microsoft Entra admin center, open Entra ID > Enterprise apps > your app > Users and groups, and add the user.',
	},
	{
		codes: [500011, 50001, 650057, 70011],
		reason: "the requested Microsoft Graph resource wasn't found in the tenant",
		remedy: `Check 'Cloud', and with the cloud 'Custom' also 'Graph URL': a gateway needs an app registration with this URL. Compare 'Directory (Tenant) ID' with the Microsoft Entra admin center > Entra ID > Overview.`,
	},
	{
		codes: [90006, 90012, 90024, 90033, 90055, 50033, 50196],
		reason: 'Microsoft Entra ID is temporarily unavailable or is throttling requests',
		passes: true,
		remedy: 'Try again later. To check for an outage, see Health > Service health in the Microsoft 365 admin center.',
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
