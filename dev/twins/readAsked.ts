/** Test helper: reads a model's request from either wire into one form. */

export interface AskedTurn {
  readonly role: 'user' | 'assistant' | 'tool'
  /** All of its text. */
  readonly text: string
  readonly calls: readonly { readonly name: string; readonly input: unknown }[]
  /** Results of calls, parsed if they are JSON. */
  readonly results: readonly unknown[]
}

export interface Asked {
  /** The instructions before all messages. */
  readonly instructions: string
  readonly turns: readonly AskedTurn[]
  /** Names of the tools it may call. */
  readonly tools: readonly string[]
}

type Json = Readonly<Record<string, unknown>>
const list = (value: unknown): readonly Json[] => (Array.isArray(value) ? value : [])
const record = (value: unknown): Json => (typeof value === 'object' && value !== null ? { ...value } : {})

export function readAsked(body: Json): Asked {
  return 'contents' in body ? readGemini(body) : readOpenAi(body)
}

function readOpenAi(body: Json): Asked {
  const messages = list(body['messages'])
  const isTold = ({ role }: Json) => role === 'system' || role === 'developer'
  return {
    instructions: messages
      .filter(isTold)
      .map(({ content }) => textOf(content))
      .join('\n\n'),
    turns: messages
      .filter((message) => !isTold(message))
      .map(({ role, content, tool_calls }) => ({
        role: role as AskedTurn['role'],
        text: role === 'tool' ? '' : textOf(content),
        calls: list(tool_calls).map((call) => {
          const { name, arguments: input } = record(call['function'])
          return { name: String(name), input: parse(input) }
        }),
        results: role === 'tool' ? [parse(textOf(content))] : [],
      })),
    tools: list(body['tools']).map((tool) => String(record(tool['function'])['name'])),
  }
}

function readGemini(body: Json): Asked {
  return {
    instructions: textOf(record(body['systemInstruction'])['parts']),
    turns: list(body['contents']).map(({ role, parts }) => {
      const results = list(parts).flatMap(({ functionResponse }) => {
        if (functionResponse === undefined) return []
        const { content, error } = record(record(functionResponse)['response'])
        return [content ?? error]
      })
      return {
        role: role === 'model' ? 'assistant' : results.length > 0 ? 'tool' : 'user',
        text: textOf(parts),
        calls: list(parts).flatMap(({ functionCall }) => {
          if (functionCall === undefined) return []
          const { name, args } = record(functionCall)
          return [{ name: String(name), input: args }]
        }),
        results,
      }
    }),
    tools: list(body['tools']).flatMap(({ functionDeclarations }) =>
      list(functionDeclarations).map(({ name }) => String(name)),
    ),
  }
}

const textOf = (content: unknown): string =>
  typeof content === 'string'
    ? content
    : list(content)
        .map(({ text }) => (typeof text === 'string' ? text : ''))
        .join('')

function parse(value: unknown): unknown {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}
