/**
 * Runs one turn: asks the model, runs its Python and returns the observation, until the model answers in
 * words.
 */
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

/** A step whose code is complete and has not run. */
export type ReadyStep = Extract<PythonPart, { readonly state: 'input-available' }>

interface TurnOptions {
  readonly ports: Pick<ChatPorts, 'ask' | 'whenReachable'>
  readonly signal: AbortSignal
  /** The answer so far: empty, or one to continue. */
  readonly message: ChatMessage
  readonly toRequest: (message: ChatMessage) => ChatRequest
  /** Runs the code. Also resolves if the run was stopped. */
  readonly runStep: (step: ReadyStep) => Promise<Observation>
  readonly onActivity: (activity: ChatActivity) => void
  /** Called at each change of the answer, from its first part on. */
  readonly onMessage: (message: ChatMessage) => void
  /** Answers if no model is configured. */
  readonly answerWithoutModel: (message: ChatMessage) => Promise<void>
}

/** Runs the turn. Never rejects: the message's state tells how it ended. */
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
        // A stop breaks the stream off too; it is not a fault.
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

  /** Retries the same request until the backend answers. */
  async function askPatiently(request: ChatRequest, before: readonly ChatPart[]) {
    for (;;) {
      try {
        // The stream reader loads with the first message.
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

  /**
   * Runs the steps one after the other, since they share one interpreter. @returns false if the person
   * stopped them.
   */
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

/** A measure that grows with every word and every call. */
const saidIn = (parts: readonly ChatPart[]): number =>
  parts.reduce(
    (sum, part) => sum + (part.type === 'text' ? part.text.trim().length : Number(isPythonPart(part))),
    0,
  )
