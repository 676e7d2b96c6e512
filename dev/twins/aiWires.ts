/** How the twins of the AI providers speak: the events and errors of OpenAI's wire and of Gemini's. */

export type WireEnding = 'stop' | 'length' | 'filter' | 'calls'

export interface WireCall {
  /** The provider's id; Gemini gives none. */
  readonly id: string
  readonly name: string
  readonly arguments: unknown
}

export interface AiWireFormat {
  /** The event before any content; null if the wire has none. */
  readonly opening: object | null
  readonly text: (text: string) => object
  readonly thought: (text: string) => object
  /** The last events, with what the answer took. */
  readonly ending: (reason: WireEnding) => readonly (object | string)[]
  /**
   * A call of a tool in the pieces in which the wire sends it, the `index`th of its answer. Arguments that are a string are
   * sent as they stand; a wire that knows none but objects says that the call was malformed.
   */
  readonly toolCall: (call: WireCall, index: number) => readonly object[]
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

const openAiReasons = { stop: 'stop', length: 'length', filter: 'content_filter', calls: 'tool_calls' }
/** Characters of a call's arguments in one chunk. */
const charactersInPiece = 16

export const openAiWire: AiWireFormat = {
  opening: chunk({ role: 'assistant', content: '' }),
  text: (content) => chunk({ content }),
  thought: (reasoning_content) => chunk({ reasoning_content }),
  ending: (reason) => [
    chunk({}, openAiReasons[reason]),
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
  toolCall: ({ id, name, arguments: given }, index) => {
    const text = typeof given === 'string' ? given : JSON.stringify(given)
    const size = Math.max(charactersInPiece, Math.ceil(text.length / 50))
    const pieces = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []
    return [
      chunk({ tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] }),
      ...pieces.map((piece) => chunk({ tool_calls: [{ index, function: { arguments: piece } }] })),
    ]
  },
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
const geminiReasons = { stop: 'STOP', length: 'MAX_TOKENS', filter: 'SAFETY', calls: 'STOP' }

export const geminiWire: AiWireFormat = {
  opening: null,
  text: (text) => candidate([{ text }]),
  thought: (text) => candidate([{ text, thought: true }]),
  ending: (reason) => [candidate([], geminiReasons[reason])],
  toolCall: ({ id, name, arguments: args }) =>
    typeof args === 'object' && args !== null
      ? [candidate([{ functionCall: { name, args }, thoughtSignature: `thought-${id}` }])]
      : [candidate([], 'MALFORMED_FUNCTION_CALL')],
  halfToolCall: candidate([]),
  error: (code, message, status) => ({ error: { code, message, status: status ?? 'TWIN_ERROR' } }),
}
