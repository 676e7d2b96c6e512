/** Answers without a model: runs the Python that the person typed, or else lists matching workflows. */
import { v4 as newId } from 'uuid'
import type { ChatMessage, ChatPart, Observation } from '../../contract/chat/chat.ts'
import type { WorkflowLibrary } from './ports.ts'
import { readFences } from './readFences.ts'
import type { ReadyStep } from './runTurn.ts'

interface AnswerOptions {
  readonly text: string
  /** The empty answer. */
  readonly message: ChatMessage
  readonly library: WorkflowLibrary
  readonly runStep: (step: ReadyStep) => Promise<Observation>
  readonly onMessage: (message: ChatMessage) => void
  readonly signal: AbortSignal
}

/** Number of matches to show. */
const matchesShown = 5

/**
 * Runs the message's Python fences in order until one fails. Without a fence, matches the text against the
 * workflow library.
 */
export async function answerWithoutModel(options: AnswerOptions): Promise<void> {
  const { text, message, library, runStep, onMessage, signal } = options
  const fences = readFences(text)
  if (fences.length === 0) {
    const matches = (await library.match(text)).slice(0, matchesShown)
    const metadata = { ...message.metadata, answered_by: 'library', state: 'complete' } as const
    return onMessage({
      ...message,
      parts: [{ type: 'data-workflow-matches', data: { matches: [...matches] } }],
      metadata,
    })
  }
  const parts: ChatPart[] = []
  const tell = (state: 'writing' | 'complete' | 'stopped', last?: ChatPart) =>
    onMessage({
      ...message,
      parts: last === undefined ? [...parts] : [...parts, last],
      metadata: { ...message.metadata, answered_by: 'python', state },
    })
  for (const code of fences) {
    const step = {
      type: 'tool-execute_python',
      toolCallId: newId(),
      state: 'input-available',
      input: { code },
    } as const
    tell('writing', step)
    const output = await runStep(step)
    parts.push({ ...step, state: 'output-available', output })
    if (!output.ok || signal.aborted) break
    tell('writing')
  }
  tell(signal.aborted ? 'stopped' : 'complete')
}
