/** Runs scripts: leads a run from its request to its end, each in an interpreter of its own. */
import { v4 as newId } from 'uuid'
import { AppError } from '../../contract/errors.ts'
import type { LoadPackages, PackageProgress } from '../../contract/packageLoading.ts'
import { runFailureMessage } from '../../contract/runFailures.ts'
import type { RunRecorder, RunRequest } from '../../contract/runRecord.ts'
import { toFault } from '../../contract/toFault.ts'
import {
  limits,
  type ChosenLimits,
  type FromWorker,
  type RunFailureCode,
  type RunOutcome,
  type ToolReply,
} from '../../contract/workerProtocol.ts'
import { createNotifier } from './createNotifier.ts'
import { createTimeLimit, type TimeLimit } from './createTimeLimit.ts'
import { createInterpreterPool } from './createInterpreterPool.ts'
import type { AskedCall, ToolHost } from './createToolHost.ts'
import type { CallFunction, LoadAssets } from './ports.ts'
import { newRun, reduceRun, type RunEvent } from './reduceRun.ts'
import type { RunnerState } from './runnerState.ts'
import type { SpawnWorker, WorkerPort } from './createWorkerSpawner.ts'

export interface Runner {
  getState(): RunnerState
  /** Calls back after every change; gives what ends that. */
  subscribe(listener: () => void): () => void
  /** Starts a run, or has it wait for Python; gives the execution's id. Throws while another is going on. */
  run(request: RunRequest): string
  /** Ends the current run: asks first, then interrupts, then ends the worker. */
  stop(): void
  /** Answers what the current run asks by input(). */
  answer(inputId: number, text: string): void
  /** Starts Python again after it failed to start; a run that is going on ends. */
  restart(): void
  dispose(): void
}

interface RunnerOptions {
  readonly loadAssets: LoadAssets
  readonly loadPackages: LoadPackages
  readonly callFunction: CallFunction
  readonly recorder: RunRecorder
  readonly spawnWorker: SpawnWorker
  /** Read at the beginning of each run. */
  readonly chosenLimits: () => ChosenLimits
  /** Called with each event before the state changes by it. */
  readonly onEvent?: (event: RunEvent) => void
}

/** How long a script has: to end when asked, then for Python to hear the interrupt, and then to end by it. */
const graceMs = { asked: 50, unheard: 100, interrupted: 120 }

type EarlyEnd = 'stopped' | 'timed-out'

interface ActiveRun {
  readonly request: RunRequest
  readonly executionId: string
  readonly limits: ChosenLimits
  /** Fetched while Python has the script: what tools there are is not needed before the first call. */
  readonly toolHost: Promise<ToolHost>
  outputCharacters: number
  /** Absent while Python is starting. */
  interpreter?: WorkerPort
  readonly timeLimit: TimeLimit
  /** From when the worker asks for packages until the script begins: what ends the fetching. */
  packages?: AbortController
  /** From now on the worker may say what the script makes it say. */
  hasBegun: boolean
  /** Why it was asked to end. */
  ending?: EarlyEnd
}

export function createRunner(options: RunnerOptions): Runner {
  const { callFunction, loadPackages, recorder, chosenLimits } = options
  const listeners = new Set<() => void>()
  let active: ActiveRun | undefined
  const pool = createInterpreterPool({
    ...options,
    memory: chosenLimits().memoryMegabytes,
    onChange: () => queueMicrotask(poolChanged),
  })
  let state: RunnerState = { interpreter: pool.getState(), run: null }

  const tellListeners = createNotifier(() => {
    for (const listener of listeners) listener()
  })
  const update = (change: Partial<RunnerState>) => {
    const phaseBefore = state.run?.phase
    state = { ...state, ...change }
    const phase = state.run?.phase
    // A script may print and call tools faster than a page can be drawn, and most are done before the next frame.
    if (phase === phaseBefore) tellListeners.soon()
    else if (phase === 'ended') tellListeners.now()
    else tellListeners.withNextFrame()
  }
  const tell = (event: RunEvent) => {
    options.onEvent?.(event)
    if (state.run) update({ run: reduceRun(state.run, event) })
  }

  function poolChanged(): void {
    const interpreter = pool.getState()
    if (interpreter !== state.interpreter) update({ interpreter })
    if (!active || active.interpreter) return
    if (interpreter.phase === 'ready') begin(active)
    else if (interpreter.phase === 'failed') end(active, failure('interpreter-died', active))
  }

  /** Hands a waiting run to Python, if that is ready. */
  function begin(run: ActiveRun): void {
    const interpreter = pool.take((message) => {
      if (active === run) receive(message, run)
    })
    if (!interpreter) return
    run.interpreter = interpreter
    // Loading does not count: the clock starts when Python has the script.
    startClock(run)
    interpreter.post({ type: 'run', runId: run.executionId, code: run.request.code })
  }

  function startClock(run: ActiveRun): void {
    run.timeLimit.start()
    tell({ type: 'start', nowMs: performance.now() })
  }

  /** Once a run and before its script begins: a script that asks later, by forging the message, gets nothing fetched. */
  async function givePackages(run: ActiveRun, imports: readonly string[]): Promise<void> {
    if (run.hasBegun || run.packages) return
    run.timeLimit.reset()
    const { signal } = (run.packages = new AbortController())
    const onProgress = (progress: PackageProgress) => {
      if (active === run) tell({ type: 'packages', nowMs: performance.now(), progress })
    }
    onProgress({ name: null, share: 0 })
    const wanted = { code: run.request.code, imports }
    const found = await loadPackages(wanted, { signal, onProgress }).catch((error: unknown) => ({
      ok: false as const,
      message: error instanceof Error ? error.message : String(error),
    }))
    if (active !== run) return
    if (!found.ok) return end(run, failed('packages-unavailable', found.message))
    const { wheels, missing } = found
    run.interpreter?.post(
      { type: 'packages', runId: run.executionId, wheels, missing },
      wheels.map(({ bytes }) => bytes),
    )
  }

  function noteBegin(run: ActiveRun): void {
    if (run.packages && !run.hasBegun) startClock(run)
    run.hasBegun = true
  }

  function receive(message: FromWorker, run: ActiveRun): void {
    switch (message.type) {
      case 'packages-needed':
        return void givePackages(run, message.imports)
      case 'script-start':
        return noteBegin(run)
      case 'output-delta':
        run.outputCharacters += message.text.length
        // The worker holds this limit; a script that forges its messages need not.
        if (run.outputCharacters > limits.outputCharacters) return
        return tell({ type: 'output', stream: message.stream, text: message.text, at: message.at })
      case 'output-omitted':
        return tell({ type: 'output-omitted', bytes: message.bytes })
      case 'display':
        return tell({ type: 'display', bundle: message.bundle, at: message.at })
      case 'progress':
        return tell({ type: 'progress', share: message.share, text: message.text })
      case 'input-request':
        // How long a person takes is nothing that a script could keep to.
        run.timeLimit.pause()
        return tell({
          type: 'question',
          inputId: message.inputId,
          prompt: message.prompt,
          nowMs: performance.now(),
        })
      case 'tool-call':
        return void answer(run, message)
      case 'tool-cancel':
        return void run.toolHost.then((host) => host.cancel(message.callId), ignore)
      case 'run-end':
        return end(run, message.outcome)
      case 'interpreter-died':
        return end(run, failure(run.ending ?? 'interpreter-died', run))
    }
  }

  async function answer(run: ActiveRun, call: AskedCall): Promise<void> {
    const { executionId: runId } = run
    const { callId } = call
    const reply = await answerCall(run, call, (text) => {
      if (active === run) run.interpreter?.post({ type: 'tool-text', runId, callId, text })
    })
    if (active === run) run.interpreter?.post({ type: 'tool-result', runId, callId, ...reply })
  }

  function endEarly(run: ActiveRun, reason: EarlyEnd): void {
    if (run.ending) return
    run.ending = reason
    const { interpreter } = run
    // Before the script begins there is nobody to ask.
    if (!interpreter || (run.packages && !run.hasBegun)) return end(run, failure(reason, run))
    tell({ type: 'stop-asked' })
    abortCalls(run)
    interpreter.post({ type: 'cancel', runId: run.executionId })
    const giveUp = () => {
      if (active === run) end(run, failure(reason, run))
    }
    const giveUpUnlessHeard = () => {
      if (interpreter.hasHeardInterrupt()) setTimeout(giveUp, graceMs.interrupted)
      else giveUp()
    }
    setTimeout(() => {
      if (active !== run) return
      if (interpreter.interrupt()) setTimeout(giveUpUnlessHeard, graceMs.unheard)
      else giveUp()
    }, graceMs.asked)
  }

  function end(run: ActiveRun, outcome: RunOutcome): void {
    active = undefined
    run.timeLimit.pause()
    run.packages?.abort()
    abortCalls(run)
    // Each run has its own interpreter, so that none finds what another left behind.
    // First of all the page shows what came of it.
    queueMicrotask(() => run.interpreter?.terminate())
    setTimeout(() => pool.refill())
    const durationMs = performance.now() - (state.run?.startedAtMs ?? performance.now())
    const final = explain(outcome, run)
    tell({ type: 'end', outcome: final, durationMs })
    recorder.runEnded({
      executionId: run.executionId,
      outcome: final,
      output: (state.run?.output ?? []).map((chunk) => chunk.text).join(''),
      outputOmitted: state.run?.outputOmitted ?? 0,
      displays: state.run?.displays ?? [],
      finishedAt: new Date().toISOString(),
      durationMs,
    })
  }

  return {
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    run(request) {
      if (active) throw new Error('A script is running already.')
      const executionId = newId()
      const runLimits = chosenLimits()
      const toolHost = import('./createToolHost.ts').then(({ createToolHost }) =>
        createToolHost({
          executionId,
          limits: runLimits,
          callFunction,
          recorder,
          onChange: (call) => {
            if (state.run?.executionId === executionId) tell({ type: 'tool-call', call })
          },
        }),
      )
      const run: ActiveRun = {
        request,
        executionId,
        limits: runLimits,
        toolHost,
        timeLimit: createTimeLimit(runLimits.runSeconds * 1000, () => endEarly(run, 'timed-out')),
        outputCharacters: 0,
        hasBegun: false,
      }
      active = run
      const startedAt = new Date().toISOString()
      state = { ...state, run: newRun(executionId, request.code, run.limits, performance.now()) }
      pool.setMemory(run.limits.memoryMegabytes)
      if (pool.getState().phase === 'failed') pool.restart()
      // Python first: it computes while the log and the page take note.
      begin(run)
      recorder.runStarted({ ...request, executionId, startedAt })
      tellListeners.withNextFrame()
      return executionId
    },
    stop() {
      if (active) endEarly(active, 'stopped')
    },
    answer(inputId, text) {
      if (!active) return
      const { interpreter, executionId } = active
      interpreter?.post({ type: 'input-answer', runId: executionId, inputId, text })
      tell({ type: 'answer', inputId, nowMs: performance.now() })
      if (state.run?.questions.length === 0) active.timeLimit.start()
    },
    restart() {
      if (active) end(active, failure('stopped', active))
      pool.restart()
    },
    dispose() {
      if (active) end(active, failure('stopped', active))
      pool.dispose()
      tellListeners.dispose()
      listeners.clear()
    },
  }
}

const noToolsSentence =
  'The list of tools could not be loaded. Check the connection and run again; if it stays, reload the page.'

async function answerCall(
  { toolHost }: ActiveRun,
  call: AskedCall,
  onText: (text: string) => void,
): Promise<ToolReply> {
  try {
    return await (await toolHost).answer(call, onText)
  } catch {
    return { ok: false, error: toFault(new AppError('backend-unreachable', noToolsSentence)) }
  }
}

function abortCalls({ toolHost }: ActiveRun): void {
  toolHost.then((host) => host.abort(), ignore)
}

/** What was never fetched has made no call. */
const ignore = () => {}

const failure = (code: Parameters<typeof runFailureMessage>[0], { limits }: ActiveRun): RunOutcome =>
  failed(code, runFailureMessage(code, limits))

const failed = (code: RunFailureCode, message: string): RunOutcome => ({
  status: 'failed',
  code,
  message,
  traceback: null,
  line: null,
  exitCode: 1,
})

/** Python knows what happened to it; the page knows why it was asked to stop, and which limit holds. */
function explain(outcome: RunOutcome, { ending, limits }: ActiveRun): RunOutcome {
  if (outcome.status !== 'failed') return outcome
  const { code } = outcome
  if (code === 'stopped') {
    const reason = ending ?? code
    return { ...outcome, code: reason, message: runFailureMessage(reason, limits) }
  }
  return code === 'out-of-memory' ? { ...outcome, message: runFailureMessage(code, limits) } : outcome
}
