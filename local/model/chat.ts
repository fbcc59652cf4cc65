/** One message of a chat. */
export interface ChatMessage {
	role: string;
	content?: unknown;
	tool_calls?: unknown[];
	tool_call_id?: string;
}

/** What OpenAI's chat completions take, as far as it matters here. */
export interface ChatRequest {
	model: string;
	messages: ChatMessage[];
	tools?: Array<{
		function: { name: string; description?: string; parameters?: Record<string, unknown> };
	}>;
}

/** What a model does in one turn: it says something, or it calls a tool. */
export type ModelTurn = { text: string } | { tool: string; input: Record<string, unknown> };

/** One turn in the form that OpenAI's chat completions answer. */
export function completion({ model, messages }: ChatRequest, turn: ModelTurn): object {
	const message =
		'text' in turn
			? { role: 'assistant', content: turn.text }
			: {
					role: 'assistant',
					content: null,
					tool_calls: [
						{
							id: `call_${messages.length}`,
							type: 'function',
							function: { name: turn.tool, arguments: JSON.stringify(turn.input) },
						},
					],
				};
	return {
		id: `chatcmpl-local-${messages.length}`,
		object: 'chat.completion',
		created: Math.floor(Date.now() / 1000),
		model,
		choices: [{ index: 0, message, finish_reason: 'text' in turn ? 'stop' : 'tool_calls' }],
		usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
	};
}
