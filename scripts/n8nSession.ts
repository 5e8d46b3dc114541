import type { Owner } from './n8nTypes';

const apiKeyScopes = ['execution:read', 'execution:list', 'workflow:read', 'workflow:list'];

/** The session of one person with n8n's REST API. */
export class N8nSession {
	private cookie = '';

	private apiKey = '';

	constructor(private readonly url: string) {}

	/**
	 * Makes the owner of a new n8n, or signs in when there is one already.
	 * @param owner n8n wants 8 characters, a number and a capital letter in the password
	 */
	async signIn(owner: Owner): Promise<void> {
		const { showSetupOnFirstLoad } = (
			await this.rest<{ userManagement: { showSetupOnFirstLoad: boolean } }>(
				'GET',
				'/rest/settings',
			)
		).userManagement;
		if (showSetupOnFirstLoad) await this.rest('POST', '/rest/owner/setup', owner);
		else {
			const { email: emailOrLdapLoginId, password } = owner;
			await this.rest('POST', '/rest/login', { emailOrLdapLoginId, password });
		}
		const { rawApiKey } = await this.rest<{ rawApiKey: string }>('POST', '/rest/api-keys', {
			label: `scripts ${Date.now()}`,
			expiresAt: null,
			scopes: apiKeyScopes,
		});
		this.apiKey = rawApiKey;
	}

	protected async rest<T>(method: string, path: string, body?: unknown): Promise<T> {
		const answer = await this.send(method, path, body);
		return ((await readJson(answer)) as { data: T }).data;
	}

	protected async send(method: string, path: string, body?: unknown): Promise<Response> {
		const answer = await fetch(`${this.url}${path}`, {
			method,
			headers: {
				'content-type': 'application/json',
				cookie: this.cookie,
				...(path.startsWith('/api/') && { 'x-n8n-api-key': this.apiKey }),
			},
			body: body === undefined ? undefined : JSON.stringify(body),
		});
		const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
		if (cookies.length > 0) this.cookie = cookies.join('; ');
		return answer;
	}
}

/** Returns the JSON of an answer. @throws Error with n8n's own words when it is no success */
export async function readJson(answer: Response): Promise<unknown> {
	const text = await answer.text();
	if (!answer.ok) {
		throw new Error(`n8n answered ${answer.status} to ${new URL(answer.url).pathname}: ${text}`);
	}
	return JSON.parse(text);
}
