/** Converts a chat for a model without tools: code in fences, observations as the user's messages. */
import type { ChatPart, ChatRequest, PythonPart } from '../../contract/chat/chat.ts'
import { isPythonPart, keepHeadAndTail } from '../../contract/chat/chatLoop.ts'
import type { ModelMessage } from './browserModel.ts'

/** Limit of one text: a small model has a small context. */
const textCharacters = 3000

const goOn = 'Your answer broke off. Go on exactly where it stopped. Repeat nothing.'

/** Returns messages oldest first, with alternating roles. The last one is the user's. */
export function toPromptMessages({
  messages,
  continues,
}: Pick<ChatRequest, 'messages' | 'continues'>): ModelMessage[] {
  const said = messages.flatMap(({ role, parts }) =>
    role === 'user' ? [{ role, content: textOf(parts) }] : parts.flatMap(toSaid),
  )
  if (continues) said.push({ role: 'user', content: goOn })
  const joined: ModelMessage[] = []
  for (const one of said) {
    const last = joined.at(-1)
    if (one.content === '') continue
    if (last?.role === one.role)
      joined[joined.length - 1] = { ...one, content: `${last.content}\n\n${one.content}` }
    else joined.push(one)
  }
  return joined
}

function toSaid(part: ChatPart): ModelMessage[] {
  if (part.type === 'text') return [{ role: 'assistant', content: keep(part.text) }]
  if (!isPythonPart(part) || part.state === 'input-streaming') return []
  const code =
    typeof part.input === 'object' && part.input !== null && 'code' in part.input ? part.input.code : ''
  return [
    { role: 'assistant', content: `\`\`\`python\n${keep(String(code))}\n\`\`\`` },
    { role: 'user', content: describe(part) },
  ]
}

function describe(part: PythonPart): string {
  if (part.state === 'output-error') return `The code did not run: ${keep(part.errorText)}`
  if (part.state !== 'output-available') return 'The code did not run.'
  const { ok, stdout, result, error, artifacts } = part.output
  return [
    ok ? 'The code ran.' : 'The code failed.',
    ...(stdout === '' ? [] : [`Printed:\n${keep(stdout)}`]),
    ...(result === null ? [] : [`Result: ${keep(result)}`]),
    ...(error === null ? [] : [`Error:\n${keep(error)}`]),
    ...(artifacts.length === 0 ? [] : [`The person was shown: ${artifacts.join(', ')}`]),
  ].join('\n')
}

const keep = (text: string): string => keepHeadAndTail(text.trim(), textCharacters)

const textOf = (parts: readonly ChatPart[]): string =>
  parts
    .flatMap((part) => (part.type === 'text' ? [part.text] : []))
    .join('\n\n')
    .trim()
