/**
 * Produces a chat's whole answer for callers without a browser: runs the model's steps until it answers in
 * words.
 */
import type { ChatAnswer, ChatPart, ChatRequest } from '../../../contract/chat/chat.ts'
import { isPythonPart, type LoopEnd, loopEnd } from '../../../contract/chat/chatLoop.ts'
import type { AiAttempt } from '../../../contract/tools/aiAnswer.ts'
import type { Chain } from '../_shared/ai/openChain.ts'
import type { Caller } from '../_shared/servePost.ts'
import { askStep } from './askStep.ts'
import { collectStep } from './collectStep.ts'
import { prepareStep, recallFor } from './prepareStep.ts'
import { createRunPython, type RunPython } from './runPython.ts'

interface ServerOptions {
  readonly chain: Chain
  readonly caller: Caller
  readonly request: Request
}

/**
 * All steps together have the time of one question (`AI_TOTAL_SECONDS`). When it is over, the partial answer
 * is returned with `complete: false`. If the caller disconnects, the model and the run are stopped.
 *
 * @throws The errors of the chain, and the refusals of python-executor.
 */
export async function answerOnServer(
  chat: ChatRequest,
  { chain, caller, request }: ServerOptions,
): Promise<ChatAnswer> {
  const run = createRunPython({ caller, request, chat })
  const deadline = AbortSignal.timeout(chain.limits.total)
  const signal = AbortSignal.any([request.signal, deadline])
  const memories = await recallFor(chat, () => caller.supabase, signal)
  const attempts: AiAttempt[] = []
  const answers: ChatAnswer['answers'] = []
  const { history, parts } = splitTurn(chat)
  const before = parts.length
  let endedBy: LoopEnd | null = null
  let text = ''

  const toAnswer = (complete: boolean): ChatAnswer => ({
    text,
    complete,
    ended_by: endedBy,
    steps: parts.slice(before).flatMap((part) => (isObserved(part) ? [toStep(part)] : [])),
    answers,
    attempts,
  })

  try {
    for (;;) {
      const isFirst = parts.length === before
      const messages =
        parts.length === 0 ? history : [...history, { id: '', role: 'assistant' as const, parts }]
      endedBy = loopEnd(parts)
      const asked = { ...chat, messages, continues: chat.continues && isFirst }
      text = ''
      const step = await collectStep(
        askStep(prepareStep(asked, endedBy, memories, chain.contextCharacters), {
          chain,
          signal,
          onAttempt: (attempt) => attempts.push(attempt),
        }),
        signal,
        (soFar) => (text = soFar),
      )
      if (step.answer !== undefined) answers.push(step.answer.step)
      const hasCalls = step.parts.some(isPythonPart)
      // A call of Python that cannot be run does not count as an answer.
      if (!step.isComplete || !hasCalls || !asked.python_first || endedBy !== null) {
        return toAnswer(step.isComplete && (!hasCalls || step.text.trim() !== ''))
      }
      const place = parts.length
      parts.push(...step.parts)
      for (const [index, part] of step.parts.entries())
        parts[place + index] = await observe(part, run, signal)
    }
  } catch (fault) {
    if (!deadline.aborted || request.signal.aborted) throw fault
    return toAnswer(false)
  }
}

/** Separates the messages before the current answer from the parts that the answer already has. */
function splitTurn({ messages }: ChatRequest): { history: ChatRequest['messages']; parts: ChatPart[] } {
  const last = messages.at(-1)
  return last?.role === 'assistant'
    ? { history: messages.slice(0, -1), parts: [...last.parts] }
    : { history: messages, parts: [] }
}

async function observe(part: ChatPart, run: RunPython, signal: AbortSignal): Promise<ChatPart> {
  if (!isPythonPart(part) || part.state !== 'input-available') return part
  return { ...part, state: 'output-available', output: await run(part.input, signal) }
}

type Observed = Extract<ChatPart, { state: 'output-available' }>
const isObserved = (part: ChatPart): part is Observed =>
  isPythonPart(part) && part.state === 'output-available'
const toStep = ({ input, output }: Observed): ChatAnswer['steps'][number] => ({
  code: input.code,
  observation: output,
})
