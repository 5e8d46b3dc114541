import { ExecuteContext, RoutingNode } from 'n8n-core';
import {
	createEmptyRunExecutionData,
	NodeHelpers,
	Workflow,
	type ICredentialsDecrypted,
	type ICredentialTestRequest,
	type INode,
	type INodeType,
	type INodeTypes,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

/** What n8n shows in the credential's window. */
export interface CredentialTestResult {
	status: 'OK' | 'Error';
	message: string;
}

type Rules = Array<{
	type: string;
	properties: { key?: string; value: unknown; message: string };
}>;

/** The errors of n8n's request helper, as far as its tester looks at them. */
interface TestError {
	message: string;
	cause?: { code?: string; response?: { status: number; statusText: string } };
}

/**
 * Tests a credential as n8n's server does, with n8n's own RoutingNode.
 * Source: n8n 2.40 `services/credentials-tester.service.js` (`runRequestTest`), which n8n does not publish as a library.
 *
 * @param type name of the credential type
 * @param test its `test`
 * @param credential decrypted, with defaults
 * @param additionalData of the engine
 */
export async function testCredential(
	type: string,
	test: ICredentialTestRequest,
	credential: ICredentialsDecrypted,
	additionalData: IWorkflowExecuteAdditionalData,
): Promise<CredentialTestResult> {
	const nodeType: INodeType = {
		description: {
			displayName: 'Test',
			name: 'test.credential',
			group: ['input'],
			version: 1,
			description: '',
			defaults: { name: 'Test' },
			inputs: ['main'],
			outputs: ['main'],
			credentials: [{ name: type, required: true }],
			properties: [
				{ displayName: 'Temp', name: 'temp', type: 'string', routing: { request: test.request }, default: '' },
			],
		},
	};
	const nodeTypes: INodeTypes = {
		getByName: () => nodeType,
		getByNameAndVersion: () => NodeHelpers.getVersionedNodeType(nodeType),
		getKnownTypes: () => ({}),
	};
	const { id, name } = credential;
	const node: INode = {
		id: 'temp',
		name: 'Temp-Node',
		type: nodeType.description.name,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		credentials: { [type]: { id, name } },
	};
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const context = new ExecuteContext(
		workflow,
		node,
		additionalData,
		'internal',
		createEmptyRunExecutionData(),
		0,
		[],
		{ main: [[{ json: {} }]] },
		{ node, data: {}, source: null },
		[],
	);
	const rules = (test.rules ?? []) as Rules;
	await workflow.expression.acquireIsolate();
	try {
		const output = await new RoutingNode(context, nodeType, credential).runNode();
		return judgeAnswer(output?.[0]?.[0]?.json, rules);
	} catch (error) {
		return judgeError(error as TestError, rules);
	} finally {
		await workflow.expression.releaseIsolate();
	}
}

function judgeError({ message, cause }: TestError, rules: Rules): CredentialTestResult {
	const { response, code } = cause ?? {};
	if (response) {
		const rule = rules.find(
			({ type, properties }) => type === 'responseCode' && properties.value === response.status,
		);
		if (rule) return { status: 'Error', message: rule.properties.message };
		return { status: 'Error', message: response.statusText || `Received HTTP status code: ${response.status}` };
	}
	return { status: 'Error', message: code ?? message };
}

function judgeAnswer(answer: unknown, rules: Rules): CredentialTestResult {
	const rule = rules.find(
		({ type, properties }) =>
			type === 'responseSuccessBody' && valueAt(answer, properties.key ?? '') === properties.value,
	);
	return rule
		? { status: 'Error', message: rule.properties.message }
		: { status: 'OK', message: 'Connection successful!' };
}

/** As lodash's `get` for a path such as `responses[0].status`. */
function valueAt(value: unknown, path: string): unknown {
	return path
		.split(/[.[\]]+/)
		.filter(Boolean)
		.reduce<unknown>((found, key) => (Object(found) as Record<string, unknown>)[key], value);
}
