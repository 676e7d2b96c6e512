/** How the twins of the AI providers speak: the events and errors of OpenAI's wire and of Gemini's. */

export interface AiWireFormat {
  /** What comes before any content; null where the wire has no such event. */
  readonly opening: object | null
  readonly text: (text: string) => object
  readonly thought: (text: string) => object
  /** The last events, with what the answer took. */
  readonly ending: (reason: 'stop' | 'length' | 'filter') => readonly (object | string)[]
  /** A call of a tool whose arguments stop in the middle. */
  readonly halfToolCall: object
  readonly error: (status: number, message: string, code?: string) => object
}

export const twinTokens = { input: 1000, output: 200 }

const chunk = (delta: object, reason: string | null = null): object => ({
  id: 'chatcmpl-twin',
  object: 'chat.completion.chunk',
  created: 1767225600,
  model: 'twin',
  choices: [{ index: 0, delta, finish_reason: reason }],
})

export const openAiWire: AiWireFormat = {
  opening: chunk({ role: 'assistant', content: '' }),
  text: (content) => chunk({ content }),
  thought: (reasoning_content) => chunk({ reasoning_content }),
  ending: (reason) => [
    chunk({}, reason === 'filter' ? 'content_filter' : reason),
    {
      ...chunk({}),
      choices: [],
      usage: {
        prompt_tokens: twinTokens.input,
        completion_tokens: twinTokens.output,
        total_tokens: twinTokens.input + twinTokens.output,
      },
    },
    '[DONE]',
  ],
  halfToolCall: chunk({
    tool_calls: [
      { index: 0, id: 'call_1', type: 'function', function: { name: 'run', arguments: '{"code": "impo' } },
    ],
  }),
  error: (status, message, code) => ({ error: { message, type: 'twin_error', code: code ?? status } }),
}

const candidate = (parts: readonly object[], finishReason?: string): object => ({
  candidates: [
    { content: { role: 'model', parts }, index: 0, ...(finishReason === undefined ? {} : { finishReason }) },
  ],
  usageMetadata: {
    promptTokenCount: twinTokens.input,
    candidatesTokenCount: twinTokens.output,
    totalTokenCount: twinTokens.input + twinTokens.output,
  },
  modelVersion: 'twin',
})
const geminiReasons = { stop: 'STOP', length: 'MAX_TOKENS', filter: 'SAFETY' }

export const geminiWire: AiWireFormat = {
  opening: null,
  text: (text) => candidate([{ text }]),
  thought: (text) => candidate([{ text, thought: true }]),
  ending: (reason) => [candidate([], geminiReasons[reason])],
  halfToolCall: candidate([]),
  error: (code, message, status) => ({ error: { code, message, status: status ?? 'TWIN_ERROR' } }),
}
