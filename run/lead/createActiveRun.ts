/** One run: gives Python the script, answers what it asks for, numbers what happens, and ends it. */
import { AppError } from '../../contract/errors.ts'
import type { FromWorker } from '../../contract/run/FromWorker.ts'
import type { LoadPackages } from '../../contract/run/packageLoading.ts'
import { endedRun, failedRun } from '../../contract/run/runFailures.ts'
import type { NewRunEvent, RunEvent, RunStart } from '../../contract/run/runEvents.ts'
import { limits, type RunOutcome, type ToolReply } from '../../contract/run/workerProtocol.ts'
import { toFault } from '../../contract/toFault.ts'
import { newRun, reduceRun } from '../journal/reduceRun.ts'
import type { RunState } from '../journal/runState.ts'
import type { Choice } from '../tools/createDecisions.ts'
import type { AskedCall, ToolHost } from '../tools/createToolHost.ts'
import { createTimeLimit } from './createTimeLimit.ts'
import type { WorkerPort } from './createWorkerSpawner.ts'
import { endBySteps } from './endBySteps.ts'
import { explainOutcome } from './explainOutcome.ts'

type Emit = (event: NewRunEvent, at?: number) => void

export interface ActiveRun {
  readonly executionId: string
  /** undefined while Python is starting. */
  readonly interpreter: WorkerPort | undefined
  getState(): RunState
  /** Says that the run has begun: the first event. */
  announce(): void
  /** Gives the script to an interpreter, whose messages go to `hear` from now on. */
  begin(interpreter: WorkerPort): void
  hear(message: FromWorker): void
  answer(inputId: number, text: string | null): void
  decide(call: number, choice: Choice): void
  /** Asks it to end, and gives its interpreter up if it does not. */
  stop(): void
  /** Ends it at once, and its interpreter with it. */
  end(outcome: RunOutcome): void
}

interface ActiveRunOptions {
  readonly start: RunStart
  /** Whether its interpreter outlives it. */
  readonly isInSession: boolean
  readonly loadPackages: LoadPackages
  /** Called once Python has the script: the list of tools is fetched then, and not needed before the first call. */
  readonly openToolHost: (emit: Emit) => Promise<ToolHost>
  /** Hears every event, with the state after it. */
  readonly onEvent: (event: RunEvent, run: RunState) => void
  /** Called once, before the last event. `isUsable`: Python has finished, and can take another script. */
  readonly onEnd: (isUsable: boolean) => void
}

/** How long a session's interpreter may go on unpacking after its script was stopped. */
const unpackingMs = 2_000

export function createActiveRun(options: ActiveRunOptions): ActiveRun {
  const { start, isInSession, loadPackages } = options
  const { executionId, code, limits: chosen } = start
  const beganAtMs = performance.now()
  const timeLimit = createTimeLimit(chosen.runSeconds * 1000, () => endEarly('timed-out'))
  let state = newRun(start, beganAtMs)
  let nextSeq = 0
  let isAnnounced = false
  let interpreter: WorkerPort | undefined
  let openingTools: Promise<ToolHost> | undefined
  let toolHost: ToolHost | undefined
  let outputCharacters = 0
  /** Set when the worker asks for packages; aborts the fetching. */
  let packages: AbortController | undefined
  /** From now on the worker may say what the script makes it say. */
  let hasBegun = false
  let isOver = false
  /** Why it was asked to end. */
  let ending: 'stopped' | 'timed-out' | undefined

  /** `at`: by the worker's clock, which a script may forge; never in the future. */
  function emit(event: NewRunEvent, at = Number.POSITIVE_INFINITY): void {
    // Finished is finished.
    if (state.phase === 'ended') return
    const now = performance.now() - beganAtMs
    const numbered: RunEvent = { ...event, seq: nextSeq++, at: Math.min(at, now) }
    state = reduceRun(state, numbered)
    if (interpreter && !isOver) followClock(numbered)
    options.onEvent(numbered, state)
  }

  /** Fetching packages does not count, and neither does a person's time to answer. */
  function followClock({ type }: RunEvent): void {
    if (type === 'packages-asked') timeLimit.reset()
    else if (state.phase === 'packages' || state.answering.sinceMs !== null) timeLimit.pause()
    else timeLimit.start()
  }

  /** Once a run and before its script begins: a script that asks later, by forging the message, gets nothing. */
  async function givePackages(asked: readonly string[]): Promise<void> {
    if (hasBegun || packages) return
    const { signal } = (packages = new AbortController())
    // An earlier script of a session may forge even this message, but not the text of this one.
    const imports = asked.filter((name) => code.includes(name))
    emit({ type: 'packages-asked', imports })
    const found = await loadPackages(
      { code, imports },
      {
        signal,
        onProgress: (progress) => {
          if (!isOver) emit({ type: 'packages-progressed', ...progress })
        },
      },
    ).catch((error: unknown) => ({
      ok: false as const,
      message: error instanceof Error ? error.message : String(error),
    }))
    if (isOver || ending) return
    if (!found.ok) {
      // The worker stops waiting for packages, and can take the next script.
      interpreter?.post({ type: 'cancel', runId: executionId })
      return end(failedRun('packages-unavailable', found.message), true)
    }
    const { wheels, missing } = found
    emit({
      type: 'packages-loaded',
      packages: wheels.map(({ fileName }) => fileName),
      missing: missing.map(({ name }) => name),
    })
    interpreter?.post(
      { type: 'packages', runId: executionId, wheels, missing },
      wheels.map(({ bytes }) => bytes),
    )
  }

  function hear(message: FromWorker): void {
    // An earlier run of the session may still be heard.
    if (isOver || (isInSession && 'runId' in message && message.runId !== executionId)) return
    switch (message.type) {
      case 'packages-needed':
        return void givePackages(message.imports)
      case 'script-started':
        if (!hasBegun) emit({ type: 'script-started' }, message.at)
        hasBegun = true
        return
      case 'output-delta': {
        const { type, stream, text, at } = message
        outputCharacters += text.length
        // The worker holds this limit; a script that forges its messages need not.
        if (outputCharacters <= limits.outputCharacters) emit({ type, stream, text }, at)
        return
      }
      case 'output-omitted':
      case 'display-shown':
      case 'progress-changed':
      case 'input-asked':
      case 'variables-changed': {
        const { runId: _, at, ...event } = message
        return emit(event, at)
      }
      case 'tool-call-wanted':
        return void takeCall(message).catch((error: unknown) => {
          const { callId } = message
          const fault = toFault(new AppError('function-failed', String(error)))
          interpreter?.post({ type: 'tool-result', runId: executionId, callId, ok: false, error: fault })
          throw error
        })
      case 'tool-call-abandoned':
        return toolHost?.cancel(message.callId)
      case 'run-ended': {
        const { outcome, at } = message
        // The heap never shrinks again.
        return end(outcome, outcome.status === 'completed' || outcome.code !== 'out-of-memory', at)
      }
      case 'interpreter-died':
        return end({ ...endedRun(ending ?? 'interpreter-died', chosen), ...message.stack })
    }
  }

  async function takeCall(call: AskedCall): Promise<void> {
    const { callId } = call
    const reply = (given: ToolReply) => {
      if (!isOver) interpreter?.post({ type: 'tool-result', runId: executionId, callId, ...given })
    }
    const host = toolHost ?? (await openTools().catch(() => null))
    if (isOver) return
    if (host === null) return reply(noTools)
    await host.answer(call, reply, (text) => {
      if (!isOver) interpreter?.post({ type: 'tool-text', runId: executionId, callId, text })
    })
  }

  function openTools(): Promise<ToolHost> {
    openingTools ??= options.openToolHost(emit).then((host) => {
      // The run may have been stopped meanwhile.
      if (isOver || ending) host.abort()
      return (toolHost = host)
    })
    return openingTools
  }

  function endEarly(reason: 'stopped' | 'timed-out'): void {
    if (isOver || ending) return
    ending = reason
    const giveUp = () => {
      if (!isOver) end(endedRun(reason, chosen))
    }
    const isPreparing = packages !== undefined && !hasBegun
    // Before the script begins there is nobody to ask.
    if (!interpreter || (isPreparing && !isInSession)) return giveUp()
    emit({ type: 'stop-asked', reason })
    packages?.abort()
    if (isPreparing) {
      // An interrupt could leave a package half unpacked.
      interpreter.post({ type: 'cancel', runId: executionId })
      setTimeout(giveUp, unpackingMs)
    } else endBySteps(interpreter, executionId, () => isOver, giveUp)
    // After Python is asked to cancel: a script must not take the refusals for failures of its tools.
    toolHost?.abort()
  }

  function end(outcome: RunOutcome, isUsable = false, at?: number): void {
    if (isOver) return
    isOver = true
    timeLimit.pause()
    packages?.abort()
    toolHost?.abort()
    options.onEnd(isUsable)
    emit({ type: 'run-ended', outcome: explainOutcome(outcome, ending, chosen) }, at)
  }

  return {
    executionId,
    get interpreter() {
      return interpreter
    },
    getState: () => state,
    announce() {
      emit({ type: 'run-started', ...start }, 0)
      isAnnounced = true
      if (interpreter) emit({ type: 'interpreter-taken' })
    },
    begin(given) {
      interpreter = given
      const beganAt = performance.timeOrigin + beganAtMs
      interpreter.post({ type: 'run', runId: executionId, code, isInSession, beganAt })
      // Starting Python does not count: the clock starts when Python has the script.
      timeLimit.start()
      if (isAnnounced) emit({ type: 'interpreter-taken' })
      openTools().catch(() => {
        // A script that calls a tool hears it.
      })
    },
    hear,
    answer(inputId, text) {
      interpreter?.post({ type: 'input-answer', runId: executionId, inputId, text })
      const isHidden = state.questions.find((question) => question.inputId === inputId)?.isHidden === true
      emit({ type: 'input-answered', inputId, text: isHidden ? null : text })
    },
    decide: (call, choice) => toolHost?.decide(call, choice),
    stop: () => endEarly('stopped'),
    end: (outcome) => end(outcome),
  }
}

const noToolsSentence =
  'The list of tools could not be loaded. Check the connection and run again; if it stays, reload the page.'

const noTools: ToolReply = {
  ok: false,
  error: toFault(new AppError('backend-unreachable', noToolsSentence)),
}
