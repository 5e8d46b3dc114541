import type { PackageDirectoryLoader } from 'n8n-core';
import { Credentials } from 'n8n-core';
import {
	ICredentialsHelper,
	NodeHelpers,
	Workflow,
	type ICredentialDataDecryptedObject,
	type ICredentials,
	type ICredentialsExpressionResolveValues,
	type IExecuteData,
	type IHttpRequestHelper,
	type IHttpRequestOptions,
	type INode,
	type INodeCredentialsDetails,
	type INodeProperties,
	type INodeTypes,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

/**
 * Keeps credentials in memory and resolves them as n8n's server does: defaults first, then expressions, in a run with the
 * values of one item.
 * Source: n8n `credentials-helper.js`, which n8n does not publish as a library.
 */
export class CredentialStore extends ICredentialsHelper {
	/** Decrypted fields as the user typed them, by credential id. */
	readonly stored = new Map<string, ICredentialDataDecryptedObject>();

	/** How often a credential was decrypted: n8n's server reads its database each time. */
	readings = 0;

	/** @param loader the loaded package, whose credential classes are used */
	constructor(
		private readonly loader: PackageDirectoryLoader,
		private readonly nodeTypes: INodeTypes,
	) {
		super();
	}

	getParentTypes(type: string): string[] {
		return this.loader.getCredential(type).type.extends ?? [];
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		type: string,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const { authenticate } = this.loader.getCredential(type).type;
		if (typeof authenticate === 'function') return await authenticate(credentials, request);
		throw new Error(`${type} has no authenticate function`);
	}

	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		type: string,
		node: INode,
		isExpired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const hidden = this.getCredentialsProperties(type).find(
			({ typeOptions }) => typeOptions?.expirable === true,
		);
		if (!hidden || (credentials[hidden.name] !== '' && !isExpired)) return undefined;
		const renewed = await this.runPreAuthentication(helpers, credentials, type);
		const details = node.credentials?.[type];
		if (!renewed || !details) return undefined;
		// What is stored as an expression stays one.
		await this.updateCredentials(details, type, { ...this.read(details), ...renewed });
		return { ...credentials, ...renewed };
	}

	async runPreAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		type: string,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const credentialType = this.loader.getCredential(type).type;
		const renewed = await credentialType.preAuthentication?.call(helpers, credentials);
		return renewed as ICredentialDataDecryptedObject | undefined;
	}

	async getCredentials(details: INodeCredentialsDetails, type: string): Promise<ICredentials> {
		const credentials = new Credentials({ id: details.id ?? '', name: details.name }, type);
		await credentials.setData(this.read(details));
		return credentials;
	}

	async getDecrypted(
		_additionalData: IWorkflowExecuteAdditionalData,
		details: INodeCredentialsDetails,
		type: string,
		mode: WorkflowExecuteMode = 'internal',
		executeData?: IExecuteData,
		_raw?: boolean,
		item?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		this.readings++;
		const stored = this.read(details);
		const withDefaults = NodeHelpers.getNodeParameters(
			this.getCredentialsProperties(type),
			stored as never,
			true,
			false,
			null,
			null,
		) as ICredentialDataDecryptedObject;
		if (stored.oauthTokenData) withDefaults.oauthTokenData = stored.oauthTokenData;
		if (item) {
			return item.workflow.expression.getParameterValue(
				withDefaults as never,
				item.runExecutionData,
				item.runIndex,
				item.itemIndex,
				item.node.name,
				item.connectionInputData,
				mode,
				{},
				executeData,
				false,
				withDefaults as never,
			) as unknown as ICredentialDataDecryptedObject;
		}
		const node: INode = {
			id: 'credential',
			name: 'Credential',
			type: 'credential',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		};
		const workflow = new Workflow({
			nodes: [],
			connections: {},
			active: false,
			nodeTypes: this.nodeTypes,
		});
		await workflow.expression.acquireIsolate();
		try {
			return workflow.expression.getComplexParameterValue(
				node,
				withDefaults as never,
				'internal',
				{},
				undefined,
				undefined,
				withDefaults as never,
			) as ICredentialDataDecryptedObject;
		} finally {
			await workflow.expression.releaseIsolate();
		}
	}

	async updateCredentials(
		details: INodeCredentialsDetails,
		_type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		this.stored.set(String(details.id), data);
	}

	async updateCredentialsOauthTokenData(
		details: INodeCredentialsDetails,
		_type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		const oauthTokenData = data.oauthTokenData ?? {};
		this.stored.set(String(details.id), { ...this.read(details), oauthTokenData });
	}

	getCredentialsProperties(type: string): INodeProperties[] {
		return this.loader.getCredential(type).type.properties;
	}

	private read(details: INodeCredentialsDetails): ICredentialDataDecryptedObject {
		const found = this.stored.get(String(details.id));
		if (!found) throw new Error(`No credential with id ${String(details.id)}`);
		return found;
	}
}
