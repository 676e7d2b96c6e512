/** One turn: asks the model, runs its Python, tells it what came of that, until it answers in words. */
import {
  chatLimits,
  type ChatMessage,
  type ChatMetadata,
  type ChatPart,
  type ChatRequest,
  type Observation,
  type PythonPart,
} from '../../contract/chat/chat.ts'
import { addAnswer, isPythonPart, needsNextStep, stepsOf } from '../../contract/chat/chatLoop.ts'
import { AppError } from '../../contract/errors.ts'
import type { ChatActivity } from './chatState.ts'
import type { ChatPorts } from './ports.ts'
import { endsInWords, joinContinued, settleParts } from './settleParts.ts'

/** A step whose code is there and has not run. */
export type ReadyStep = Extract<PythonPart, { readonly state: 'input-available' }>

interface TurnOptions {
  readonly ports: Pick<ChatPorts, 'ask' | 'whenReachable'>
  readonly signal: AbortSignal
  /** The answer as far as it is: empty, or one that is gone on with. */
  readonly message: ChatMessage
  readonly toRequest: (message: ChatMessage) => ChatRequest
  /** Runs the code; resolves also when the run was stopped. */
  readonly runStep: (step: ReadyStep) => Promise<Observation>
  readonly onActivity: (activity: ChatActivity) => void
  /** Told of the answer at each change, from its first part on. */
  readonly onMessage: (message: ChatMessage) => void
  /** Answers in place of a model where none is set up. */
  readonly answerWithoutModel: (message: ChatMessage) => Promise<void>
}

/** Never rejects: how the turn ended is the message's state. */
export async function runTurn(options: TurnOptions): Promise<void> {
  const { signal, onActivity, onMessage } = options
  let current = options.message
  function tell(parts: readonly ChatPart[], metadata: Partial<ChatMetadata> = {}): void {
    current = { ...current, parts: [...parts], metadata: { ...current.metadata, ...metadata } }
    onMessage(current)
  }
  const begun = settleParts(current.parts)
  current = { ...current, parts: begun, metadata: { ...current.metadata, state: 'writing', error: null } }
  let continues = endsInWords(begun)
  try {
    while (stepsOf(current.parts) < chatLimits.steps) {
      const before = current.parts
      onActivity('asking')
      const step = await askPatiently({ ...options.toRequest(current), continues }, before)
      if (step === 'no-model') return await options.answerWithoutModel(current)
      const parts = continues ? joinContinued(step.parts, before.length) : step.parts
      continues = false
      const { steps, state: stateThen } = addAnswer(current.metadata, step.metadata)
      if (signal.aborted) return tell(settleParts(parts), { steps, state: 'stopped' })
      if (step.fault !== null) {
        // Who stops breaks the stream off, too.
        signal.throwIfAborted()
        const { code, message } = step.fault
        const state = saidIn(parts) > saidIn(before) ? 'cut-off' : 'failed'
        tell(settleParts(parts), { steps, state, error: { code, message } })
        return
      }
      tell(parts, { steps })
      if (!(await runSteps())) break
      if (!needsNextStep(current.parts)) {
        tell(current.parts, { state: stateThen === 'cut-off' ? 'cut-off' : 'complete' })
        return
      }
    }
    tell(current.parts, { state: signal.aborted ? 'stopped' : 'complete' })
  } catch (error) {
    if (signal.aborted) {
      if (current.parts.length > 0) tell(settleParts(current.parts), { state: 'stopped' })
      return
    }
    const { code, message } =
      error instanceof AppError ? error : new AppError('function-failed', String(error))
    tell(settleParts(current.parts), { state: 'failed', error: { code, message } })
  }

  /** Until the backend is there; what was asked is the same each time. */
  async function askPatiently(request: ChatRequest, before: readonly ChatPart[]) {
    for (;;) {
      try {
        // What reads streams is not needed before the first message.
        const { readStep } = await import('./readStep.ts').catch(() => {
          throw new AppError('backend-unreachable')
        })
        return await readStep(options.ports.ask(request, { signal }), current, (parts) => {
          onActivity('answering')
          tell(continues ? joinContinued(parts, before.length) : parts)
        })
      } catch (error) {
        signal.throwIfAborted()
        if (!(error instanceof AppError)) throw error
        if (error.code === 'not-configured' && before.length === 0) return 'no-model'
        if (error.code !== 'backend-unreachable') throw error
        onActivity('waiting')
        await options.ports.whenReachable(signal)
        onActivity('asking')
      }
    }
  }

  /** One after the other, as they share one interpreter. False where the person stopped them. */
  async function runSteps(): Promise<boolean> {
    for (const part of current.parts.filter(isPythonPart)) {
      if (part.state !== 'input-available') continue
      onActivity('running')
      const output = await options.runStep(part)
      const done = { ...part, state: 'output-available', output } as const
      tell(current.parts.map((one) => (one === part ? done : one)))
      if (signal.aborted) {
        tell(settleParts(current.parts))
        return false
      }
    }
    return true
  }
}

/** Grows with every word and every call. */
const saidIn = (parts: readonly ChatPart[]): number =>
  parts.reduce(
    (sum, part) => sum + (part.type === 'text' ? part.text.trim().length : Number(isPythonPart(part))),
    0,
  )
