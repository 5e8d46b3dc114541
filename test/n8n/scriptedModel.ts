import fastify from 'fastify';

/** A tool that the model calls, and with what. */
export interface ToolCall {
	name: string;
	input: object;
}

interface Message {
	role: string;
	content: string;
	tool_call_id?: string;
}

/** What an OpenAI-compatible service is asked, as far as tests read it. */
interface ChatRequest {
	stream?: boolean;
	messages: Message[];
	tools?: Array<{ function: { name: string; description: string; parameters: object } }>;
}

/** A language model that says what a test tells it to, and keeps what it was told. */
export interface ScriptedModel {
	/** Root for the credential of n8n's OpenAI node. */
	url: string;
	/** The tools that it calls in its first answer; the second one ends the conversation. */
	script: ToolCall[];
	/** What it was asked. */
	requests: ChatRequest[];
	/** Returns the description of a tool, as the model knows it. */
	tool(name: string): { description: string; parameters: object } | undefined;
	/** Returns what a tool said, as the model read it. */
	told(name: string): string | undefined;
	close(): Promise<void>;
}

const idOf = (index: number): string => `call_${index}`;

function answer({ messages }: ChatRequest, script: readonly ToolCall[]): object {
	if (messages.some(({ role }) => role === 'tool')) return { role: 'assistant', content: 'Done.' };
	return {
		role: 'assistant',
		content: null,
		tool_calls: script.map(({ name, input }, index) => ({
			id: idOf(index),
			type: 'function',
			function: { name, arguments: JSON.stringify(input) },
		})),
	};
}

/** Starts the model on loopback. Source of the form: OpenAI's API reference, chat completions. */
export async function startScriptedModel(): Promise<ScriptedModel> {
	const app = fastify({ bodyLimit: 10_000_000 });
	const requests: ChatRequest[] = [];
	let script: ToolCall[] = [];
	app.get('/v1/models', async () => ({ object: 'list', data: [{ id: 'scripted', object: 'model' }] }));
	app.post('/v1/chat/completions', async (request, reply) => {
		const body = request.body as ChatRequest;
		requests.push(body);
		const common = { id: 'chat-1', created: 0, model: 'scripted' };
		const message = answer(body, script);
		const end = 'tool_calls' in message ? 'tool_calls' : 'stop';
		if (!body.stream) {
			const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
			return { ...common, object: 'chat.completion', choices: [{ index: 0, message, finish_reason: end }], usage };
		}
		const calls = (message as { tool_calls?: object[] }).tool_calls?.map((call, index) => ({ ...call, index }));
		const delta = calls ? { ...message, tool_calls: calls } : message;
		const chunk = { ...common, object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason: end }] };
		return await reply.type('text/event-stream').send(`data: ${JSON.stringify(chunk)}\n\ndata: [DONE]\n\n`);
	});
	await app.listen({ host: '127.0.0.1', port: 0 });
	const { port } = app.server.address() as { port: number };
	return {
		url: `http://127.0.0.1:${port}/v1`,
		get script() {
			return script;
		},
		set script(calls) {
			script = calls;
			requests.length = 0;
		},
		requests,
		tool: (name) => requests[0]?.tools?.map((each) => each.function).find((each) => each.name === name),
		told(name) {
			const id = idOf(script.findIndex((call) => call.name === name));
			return requests.flatMap(({ messages }) => messages).find((message) => message.tool_call_id === id)?.content;
		},
		close: async () => await app.close(),
	};
}
