/** One run: gives Python the script, answers what it asks for, and sees to it that it ends. */
import { AppError } from '../../contract/errors.ts'
import type { LoadPackages, PackageProgress } from '../../contract/run/packageLoading.ts'
import type { RunRequest } from '../../contract/run/runRecord.ts'
import { toFault } from '../../contract/toFault.ts'
import {
  limits,
  type ChosenLimits,
  type FromWorker,
  type RunOutcome,
  type ToolReply,
  type Variable,
} from '../../contract/run/workerProtocol.ts'
import type { Choice } from '../tools/createDecisions.ts'
import { createTimeLimit } from './createTimeLimit.ts'
import type { AskedCall, ToolHost } from '../tools/createToolHost.ts'
import type { WorkerPort } from './createWorkerSpawner.ts'
import { endBySteps } from './endBySteps.ts'
import type { RunEvent } from '../journal/reduceRun.ts'
import { endedRun, explainOutcome, failedRun } from './runFailure.ts'

type EarlyEnd = 'stopped' | 'timed-out'

export interface ActiveRun {
  readonly executionId: string
  readonly request: RunRequest
  /** undefined while Python is starting. */
  readonly interpreter: WorkerPort | undefined
  /** Gives the script to an interpreter, whose messages are for `hear` from now on. */
  begin(interpreter: WorkerPort): void
  hear(message: FromWorker): void
  answer(inputId: number, text: string): void
  decide(seq: number, choice: Choice): void
  /** Lets its time rest while the script waits for a person, and go on afterwards. */
  restClock(): void
  /** Asks it to end, and gives its interpreter up where it does not. */
  stop(): void
  /** Ends it at once, and its interpreter with it. */
  end(outcome: RunOutcome): void
}

interface ActiveRunOptions {
  readonly executionId: string
  readonly request: RunRequest
  readonly limits: ChosenLimits
  /** Whether its interpreter outlives it. */
  readonly isInSession: boolean
  readonly loadPackages: LoadPackages
  /** Called once Python has the script: what tools there are is fetched then, and not needed before the first call. */
  readonly openToolHost: () => Promise<ToolHost>
  readonly tell: (event: RunEvent) => void
  /** Whether the script waits for a person, after all that was told. */
  readonly isWaiting: () => boolean
  readonly onVariables: (variables: readonly Variable[]) => void
  /** Called once. `isUsable`: Python has done with it, and can take another script. */
  readonly onEnd: (outcome: RunOutcome, isUsable: boolean) => void
}

/** How long a session's interpreter may take to unpack what it began to, when its script is not wanted any more. */
const unpackingMs = 2_000

export function createActiveRun(options: ActiveRunOptions): ActiveRun {
  const { executionId, request, limits: chosen, isInSession, loadPackages, tell } = options
  const timeLimit = createTimeLimit(chosen.runSeconds * 1000, () => endEarly('timed-out'))
  let interpreter: WorkerPort | undefined
  let toolHost: Promise<ToolHost> | undefined
  let outputCharacters = 0
  /** From when the worker asks for packages: what ends the fetching. */
  let packages: AbortController | undefined
  /** From now on the worker may say what the script makes it say. */
  let hasBegun = false
  let isOver = false
  /** Why it was asked to end. */
  let ending: EarlyEnd | undefined

  function startClock(): void {
    timeLimit.start()
    tell({ type: 'start', nowMs: performance.now() })
  }

  /** How long a person takes is nothing that a script could keep to. */
  function restClock(): void {
    if (isOver) return
    if (options.isWaiting()) timeLimit.pause()
    else timeLimit.start()
  }

  /** Once a run and before its script begins: a script that asks later, by forging the message, gets nothing fetched. */
  async function givePackages(asked: readonly string[]): Promise<void> {
    if (hasBegun || packages) return
    timeLimit.reset()
    const { signal } = (packages = new AbortController())
    const onProgress = (progress: PackageProgress) => {
      if (!isOver) tell({ type: 'packages', nowMs: performance.now(), progress })
    }
    onProgress({ name: null, share: 0 })
    // In a session an earlier script may forge even this message; what a script imports stands in its text.
    const imports = asked.filter((name) => request.code.includes(name))
    const found = await loadPackages({ code: request.code, imports }, { signal, onProgress }).catch(
      (error: unknown) => ({
        ok: false as const,
        message: error instanceof Error ? error.message : String(error),
      }),
    )
    if (isOver || ending) return
    if (!found.ok) {
      // It waits for packages no longer, and can take the next script.
      interpreter?.post({ type: 'cancel', runId: executionId })
      return end(failedRun('packages-unavailable', found.message), true)
    }
    const { wheels, missing } = found
    interpreter?.post(
      { type: 'packages', runId: executionId, wheels, missing },
      wheels.map(({ bytes }) => bytes),
    )
  }

  function hear(message: FromWorker): void {
    // What an earlier run of the session left to say is not this one's.
    if (isInSession && 'runId' in message && message.runId !== executionId) return
    switch (message.type) {
      case 'packages-needed':
        return void givePackages(message.imports)
      case 'script-start':
        if (packages && !hasBegun) startClock()
        hasBegun = true
        return
      case 'output-delta':
        outputCharacters += message.text.length
        // The worker holds this limit; a script that forges its messages need not.
        if (outputCharacters > limits.outputCharacters) return
        return tell({ type: 'output', stream: message.stream, text: message.text, at: message.at })
      case 'output-omitted':
        return tell({ type: 'output-omitted', bytes: message.bytes })
      case 'display':
        return tell({ type: 'display', bundle: message.bundle, at: message.at })
      case 'progress':
        return tell({ type: 'progress', share: message.share, text: message.text })
      case 'input-request':
        tell({
          type: 'question',
          inputId: message.inputId,
          prompt: message.prompt,
          nowMs: performance.now(),
        })
        return restClock()
      case 'tool-call':
        return void answerCall(message).catch((error: unknown) => {
          const { callId } = message
          const fault = toFault(new AppError('function-failed', String(error)))
          interpreter?.post({ type: 'tool-result', runId: executionId, callId, ok: false, error: fault })
          throw error
        })
      case 'tool-cancel':
        return withToolHost((host) => host.cancel(message.callId))
      case 'variables':
        return options.onVariables(message.variables)
      case 'run-end': {
        const { outcome } = message
        // The heap never shrinks again.
        return end(outcome, outcome.status === 'completed' || outcome.code !== 'out-of-memory')
      }
      case 'interpreter-died':
        return end({ ...endedRun(ending ?? 'interpreter-died', chosen), ...message.stack })
    }
  }

  async function answerCall(call: AskedCall): Promise<void> {
    const { callId } = call
    const reply = (given: ToolReply) => {
      if (!isOver) interpreter?.post({ type: 'tool-result', runId: executionId, callId, ...given })
    }
    const host = await openedToolHost().catch(() => null)
    if (host === null) return reply(noTools)
    await host.answer(call, reply, (text) => {
      if (!isOver) interpreter?.post({ type: 'tool-text', runId: executionId, callId, text })
    })
  }

  const openedToolHost = () => (toolHost ??= options.openToolHost())

  /** What was never fetched has made no call. */
  function withToolHost(act: (host: ToolHost) => void): void {
    toolHost?.then(act, () => {})
  }

  function endEarly(reason: EarlyEnd): void {
    if (isOver || ending) return
    ending = reason
    const giveUp = () => {
      if (!isOver) end(endedRun(reason, chosen))
    }
    const isPreparing = packages !== undefined && !hasBegun
    // Before the script begins there is nobody to ask.
    if (!interpreter || (isPreparing && !isInSession)) return giveUp()
    tell({ type: 'stop-asked' })
    withToolHost((host) => host.abort())
    packages?.abort()
    if (isPreparing) {
      // An interrupt could leave a package half unpacked.
      interpreter.post({ type: 'cancel', runId: executionId })
      setTimeout(giveUp, unpackingMs)
    } else endBySteps(interpreter, executionId, () => isOver, giveUp)
  }

  function end(outcome: RunOutcome, isUsable = false): void {
    if (isOver) return
    isOver = true
    timeLimit.pause()
    packages?.abort()
    withToolHost((host) => host.abort())
    options.onEnd(explainOutcome(outcome, ending, chosen), isUsable)
  }

  return {
    executionId,
    request,
    get interpreter() {
      return interpreter
    },
    begin(given) {
      interpreter = given
      // Loading does not count: the clock starts when Python has the script.
      startClock()
      interpreter.post({ type: 'run', runId: executionId, code: request.code, isInSession })
      openedToolHost().catch(() => {
        // Who calls a tool hears it.
      })
    },
    hear,
    answer(inputId, text) {
      interpreter?.post({ type: 'input-answer', runId: executionId, inputId, text })
      tell({ type: 'answer', inputId, nowMs: performance.now() })
      restClock()
    },
    decide: (seq, choice) => withToolHost((host) => host.decide(seq, choice)),
    restClock,
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
