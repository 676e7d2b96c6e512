/** Decides what a screen reader announces: the start, the end, and questions; never each word. Pure. */
import type { ChatState } from '../ChatWindowParts.ts'

const spokenCharacters = 600

/** Compares two states of a chat. @returns The sentence to announce, or null. */
export function announceChange(before: ChatState, now: ChatState): string | null {
  const asking = askingIn(now)
  if (asking !== null && asking !== askingIn(before)) {
    return `The script asks whether it may call ${asking}. Allow or deny it in the running step.`
  }
  const question = questionIn(now)
  if (question !== null && question !== questionIn(before)) return `The script asks: ${question}`
  if (now.runningStep !== null && before.runningStep !== now.runningStep) return 'Python is running.'
  const ended = before.runningStep === null ? undefined : now.runs.get(before.runningStep)?.run
  if (now.runningStep === null && ended?.outcome?.status === 'failed' && now.activity !== 'idle') {
    return `Python failed: ${ended.outcome.message}`
  }
  if (before.activity !== 'waiting' && now.activity === 'waiting') {
    return 'You are offline. The message is sent when the connection is back.'
  }
  if (before.activity === 'idle' || now.activity !== 'idle') return null
  return describeEnd(now)
}

function describeEnd({ messages, error }: ChatState): string | null {
  if (error) return error.message
  const last = messages.at(-1)
  if (last?.role !== 'assistant') return null
  switch (last.metadata.state) {
    case 'stopped':
      return 'Stopped.'
    case 'failed':
      return `No answer arrived: ${last.metadata.error?.message ?? 'the model failed.'}`
    case 'cut-off':
      return 'The answer was cut off. You can continue it.'
    default: {
      const text = last.parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join(' ')
      if (text !== '') return `The assistant answered: ${text.slice(0, spokenCharacters)}`
      const matches = last.parts.find(({ type }) => type === 'data-workflow-matches')
      return matches ? 'No model is configured. Matching workflows are shown.' : 'Python has ended.'
    }
  }
}

const runOf = ({ runs, runningStep }: ChatState) =>
  runningStep === null ? undefined : runs.get(runningStep)?.run

function askingIn(state: ChatState): string | null {
  const asking = runOf(state)?.toolCalls.filter(({ status }) => status === 'asking') ?? []
  return asking.length === 0 ? null : asking.map(({ tool }) => tool).join(' and ')
}

const questionIn = (state: ChatState): string | null => runOf(state)?.questions[0]?.prompt ?? null
