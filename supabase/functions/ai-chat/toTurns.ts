/** Converts a chat's messages to the model's: each question with its answers and their observations. */
import type { ChatPart, ChatRequest, Observation, PythonPart } from '../../../contract/chat/chat.ts'
import { answersIn, isPythonPart, keepHeadAndTail, trimObservation } from '../../../contract/chat/chatLoop.ts'
import { pythonTool } from './pythonTool.ts'
import { textOf } from './readTurn.ts'

interface TextContent {
  readonly type: 'text'
  readonly text: string
}
type ProviderOptions = NonNullable<Exclude<PythonPart, { state: 'input-streaming' }>['callProviderMetadata']>
interface CallContent {
  readonly type: 'tool-call'
  readonly toolCallId: string
  readonly toolName: string
  readonly input: unknown
  readonly providerOptions?: ProviderOptions
}
type Seen = Omit<Observation, 'execution_id'>
interface ResultContent {
  readonly type: 'tool-result'
  readonly toolCallId: string
  readonly toolName: string
  readonly output: { type: 'json'; value: Seen } | { type: 'error-text'; value: string }
}
export type ModelMessage =
  | { role: 'user'; content: TextContent[] }
  | { role: 'assistant'; content: (TextContent | CallContent)[] }
  | { role: 'tool'; content: ResultContent[] }

/** Messages that must stay together: a question, or one answer with its observations. */
export type Piece = readonly ModelMessage[]

export interface Turn {
  /** Empty if the conversation begins with an answer. */
  readonly question: Piece
  readonly answers: readonly Piece[]
}

/**
 * Texts and code over `longest` characters keep only head and tail. Parts that only the page needs are
 * dropped.
 */
export function toTurns(messages: ChatRequest['messages'], longest: number): Turn[] {
  const turns: { question: Piece; answers: Piece[] }[] = []
  for (const { role, parts } of messages) {
    if (role === 'user') {
      turns.push({ question: [userSays(keepHeadAndTail(textOf(parts), longest))], answers: [] })
      continue
    }
    if (turns.length === 0) turns.push({ question: [], answers: [] })
    const pieces = answersIn(parts).map((answer) => toPiece(answer, longest))
    turns.at(-1)?.answers.push(...pieces.filter((piece) => piece.length > 0))
  }
  return turns
}

export const userSays = (text: string): ModelMessage => ({
  role: 'user',
  content: [{ type: 'text', text }],
})

function toPiece(answer: readonly ChatPart[], longest: number): Piece {
  const calls = answer.filter(isPythonPart).filter((part) => part.state !== 'input-streaming')
  const content = answer.flatMap((part): (TextContent | CallContent)[] => {
    if (part.type === 'text' && part.text.trim() !== '') {
      return [{ type: 'text', text: keepHeadAndTail(part.text, longest) }]
    }
    return isPythonPart(part) && part.state !== 'input-streaming' ? [toCall(part, longest)] : []
  })
  if (content.length === 0) return []
  const results = calls.map(toResult)
  return [{ role: 'assistant', content }, ...(results.length === 0 ? [] : [toolSays(results)])]
}

const toolSays = (content: ResultContent[]): ModelMessage => ({ role: 'tool', content })

type Called = Exclude<PythonPart, { state: 'input-streaming' }>

function toCall({ toolCallId, input, callProviderMetadata }: Called, longest: number): CallContent {
  return {
    type: 'tool-call',
    toolCallId,
    toolName: pythonTool,
    input: shorten(input, longest),
    ...(callProviderMetadata === undefined ? {} : { providerOptions: callProviderMetadata }),
  }
}

/** Providers accept only objects as a call's input. */
function shorten(input: unknown, longest: number): Record<string, unknown> {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return {}
  return Object.fromEntries(
    Object.entries(input).flatMap(([name, value]) => {
      if (value === null || value === undefined) return []
      return [[name, typeof value === 'string' ? keepHeadAndTail(value, longest) : value]]
    }),
  )
}

function toResult(part: Called): ResultContent {
  const common = { type: 'tool-result', toolCallId: part.toolCallId, toolName: pythonTool } as const
  if (part.state === 'output-available') {
    const { execution_id: _, ...seen } = trimObservation(part.output)
    return { ...common, output: { type: 'json', value: seen } }
  }
  const text = part.state === 'output-error' ? part.errorText : 'The call was stopped before it ran.'
  return { ...common, output: { type: 'error-text', value: text } }
}
