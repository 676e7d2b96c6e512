/**
 * Exports a conversation as Markdown for people: messages, code, output, results, and the model of each
 * answer.
 */
import { aiTiers } from '../../contract/ai/aiTiers.ts'
import type {
  ChatMessage,
  ChatMetadata,
  ChatPart,
  Conversation,
  PythonPart,
} from '../../contract/chat/chat.ts'
import { isPythonPart } from '../../contract/chat/chatLoop.ts'

export function exportMarkdown({ title }: Conversation, messages: readonly ChatMessage[]): string {
  const heading = title.replaceAll(/\s+/g, ' ').trim()
  const blocks = [`# ${heading === '' ? 'Conversation' : heading}`, ...messages.flatMap(blocksOf)]
  return `${blocks.join('\n\n')}\n`
}

function blocksOf({ role, parts, metadata, created_at }: ChatMessage): string[] {
  const who = role === 'user' ? 'You' : 'Assistant'
  const by = role === 'user' ? [] : answeredBy(metadata)
  const state = stateOf(metadata)
  return [
    `## ${who}`,
    `_${[created_at, ...by].join(' · ')}_`,
    ...parts.flatMap(blocksOfPart),
    ...(state === null ? [] : [`_${state}_`]),
  ]
}

const answerers = { python: 'the Python in the message', library: 'the workflow library' } as const

function answeredBy({ answered_by: answerer, steps }: ChatMetadata): string[] {
  if (answerer !== 'model') return [answerers[answerer]]
  const models = steps.map(({ provider, model }) => `${labelOf(provider)}, ${model}`)
  return [...new Set(models)]
}

const labelOf = (provider: ChatMetadata['steps'][number]['provider']): string =>
  provider === 'built-in' ? 'the built-in model of the browser' : aiTiers[provider].label

function stateOf({ state, error }: ChatMetadata): string | null {
  switch (state) {
    case 'complete':
      return null
    case 'waiting':
      return 'Not answered yet.'
    case 'writing':
      return 'The answer was being written.'
    case 'stopped':
      return 'Stopped.'
    case 'cut-off':
      return 'The model broke off here.'
    case 'failed':
      return error?.message ?? 'This failed.'
  }
}

function blocksOfPart(part: ChatPart): string[] {
  if (isPythonPart(part)) return blocksOfStep(part)
  switch (part.type) {
    case 'text':
      return part.text.trim() === '' ? [] : [closeFence(part.text.trim())]
    case 'step-start':
      return []
    case 'data-attempt': {
      const { ok, provider, reason } = part.data
      return ok ? [] : [`_${labelOf(provider)} did not answer: ${reason ?? 'it is not known why.'}_`]
    }
    case 'data-workflow-matches':
      return [
        'Workflows that match (a match, not an answer):',
        part.data.matches.map(({ id }) => `- ${inCode(id)}`).join('\n'),
      ]
  }
}

function blocksOfStep(part: PythonPart): string[] {
  const code = Object(part.input).code
  const blocks = typeof code === 'string' ? [inFence(code, 'python')] : []
  if (part.state === 'output-error') return [...blocks, 'It was not run:', inFence(part.errorText, 'text')]
  if (part.state !== 'output-available') return [...blocks, '_It was not run._']
  const { stdout, result, error, artifacts } = part.output
  if (stdout !== '') blocks.push('Output:', inFence(stdout, 'text'))
  if (result !== null) blocks.push('Result:', inFence(result, 'text'))
  if (error !== null) blocks.push('Error:', inFence(error, 'text'))
  if (artifacts.length > 0) blocks.push(`Shown: ${artifacts.map(inCode).join(', ')}`)
  return blocks
}

/** A run of backticks that the text does not contain. */
function markFor(text: string, shortest: number): string {
  const runs = text.match(/`+/g) ?? []
  return '`'.repeat(Math.max(shortest, ...runs.map((run) => run.length + 1)))
}

function inFence(text: string, language: string): string {
  const mark = markFor(text, 3)
  return `${mark}${language}\n${text.replace(/\n$/, '')}\n${mark}`
}

function inCode(text: string): string {
  const mark = markFor(text, 1)
  return text.includes('`') ? `${mark} ${text} ${mark}` : mark + text + mark
}

/** Closes an open fence, which would otherwise swallow all that follows. Source: CommonMark 0.31, 4.5. */
function closeFence(text: string): string {
  let open: string | null = null
  for (const line of text.split('\n')) {
    const mark = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/.exec(line)?.[1]
    if (mark === undefined) continue
    if (open === null) open = mark
    else if (mark.startsWith(open) && line.trim() === mark) open = null
  }
  return open === null ? text : `${text}\n${open}`
}
