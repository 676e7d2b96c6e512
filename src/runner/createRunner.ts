/** Runs scripts: keeps one Python worker ready, leads a run from its request to its end, and replaces what broke. */
import { v4 as newId } from 'uuid'
import { displayBundle } from '../../contract/displayBundle.ts'
import { runFailureSentences, startFailureSentence } from '../../contract/runFailures.ts'
import type { RunRecorder, RunRequest } from '../../contract/runRecord.ts'
import {
  limits,
  type BootAssets,
  type FromWorker,
  type RunFailureCode,
  type RunOutcome,
} from '../../contract/workerProtocol.ts'
import { createToolHost, type ToolHost } from './createToolHost.ts'
import type { CallFunction, LoadAssets } from './ports.ts'
import { newRun, reduceRun, type RunEvent } from './reduceRun.ts'
import type { RunnerState } from './runnerState.ts'
import type { SpawnWorker, WorkerPort } from './spawnPythonWorker.ts'

export interface Runner {
  getState(): RunnerState
  /** Calls back after every change; gives what ends that. */
  subscribe(listener: () => void): () => void
  /** Starts a run, or has it wait for Python; gives the execution's id. Throws while another is going on. */
  run(request: RunRequest): string
  /** Ends the current run: asks first, and ends the worker when the script does not listen. */
  stop(): void
  /** Answers what the current run asks by input(). */
  answer(inputId: number, text: string): void
  /** Replaces the interpreter. */
  restart(): void
  dispose(): void
}

interface RunnerOptions {
  readonly loadAssets: LoadAssets
  readonly callFunction: CallFunction
  readonly recorder: RunRecorder
  readonly spawnWorker: SpawnWorker
  /** Milliseconds a script may take, waiting for tools included. */
  readonly timeLimitMs?: number
}

/** How long a script may take to end itself once it was asked. */
const graceMs = 150

interface ActiveRun {
  readonly request: RunRequest
  readonly executionId: string
  readonly toolHost: ToolHost
  timeLimit: ReturnType<typeof setTimeout> | undefined
  /** Why it was asked to end. */
  ending: 'stopped' | 'timed-out' | null
}

export function createRunner({
  loadAssets,
  callFunction,
  recorder,
  spawnWorker,
  timeLimitMs = limits.runMilliseconds,
}: RunnerOptions): Runner {
  const listeners = new Set<() => void>()
  let state: RunnerState = { interpreter: { phase: 'booting', step: 'download', share: 0 }, run: null }
  let worker: WorkerPort | undefined
  let active: ActiveRun | undefined

  const update = (change: Partial<RunnerState>) => {
    state = { ...state, ...change }
    for (const listener of listeners) listener()
  }
  const tell = (event: RunEvent) => {
    if (state.run) update({ run: reduceRun(state.run, event) })
  }

  function boot(): void {
    update({ interpreter: { phase: 'booting', step: 'download', share: 0 } })
    const isCurrent = (port: WorkerPort) => port === worker
    const port: WorkerPort = spawnWorker({
      onMessage: (message) => isCurrent(port) && receive(message),
      // Once Python is up, an error outside of it (a script may cause one) is no reason to end the run.
      onError: (message) => isCurrent(port) && state.interpreter.phase === 'booting' && fail(message),
    })
    worker = port
    loadAssets((share) => {
      if (isCurrent(port)) update({ interpreter: { phase: 'booting', step: 'download', share } })
    }).then(
      (assets: BootAssets) => isCurrent(port) && port.post({ type: 'boot', assets }),
      (error: unknown) => isCurrent(port) && fail(error instanceof Error ? error.message : String(error)),
    )
  }

  function receive(message: FromWorker): void {
    switch (message.type) {
      case 'boot-phase':
        return update({ interpreter: { phase: 'booting', step: message.phase, share: null } })
      case 'boot-end':
        if (message.error !== null) return fail(message.error)
        update({ interpreter: { phase: 'ready' } })
        return begin()
      case 'interpreter-died':
        if (state.interpreter.phase !== 'ready') return fail(message.message)
        return replaceAfter('interpreter-died')
      default:
        // A script may post what it likes; what does not belong to the current run is not heard.
        if (message.runId === active?.executionId) receiveOfRun(message, active)
    }
  }

  function receiveOfRun(message: Extract<FromWorker, { runId: string }>, run: ActiveRun): void {
    switch (message.type) {
      case 'output-delta':
        return tell({ type: 'output', stream: message.stream, text: message.text, at: message.at })
      case 'output-omitted':
        return tell({ type: 'output-omitted', bytes: message.bytes })
      case 'display': {
        const bundle = displayBundle.safeParse(message.bundle)
        return bundle.success ? tell({ type: 'display', bundle: bundle.data, at: message.at }) : undefined
      }
      case 'progress':
        return tell({ type: 'progress', share: message.share, text: message.text })
      case 'input-request':
        return tell({ type: 'question', inputId: message.inputId, prompt: message.prompt })
      case 'tool-call': {
        const port = worker
        void run.toolHost.answer(message).then((reply) => {
          if (port === worker)
            port?.post({ type: 'tool-result', runId: message.runId, callId: message.callId, ...reply })
        })
        return
      }
      case 'run-end':
        end(run, message.outcome)
        if (message.interpreterSpent) restartWorker()
    }
  }

  /** Hands the waiting run to Python, once that is ready. */
  function begin(): void {
    const run = active
    if (!run || state.interpreter.phase !== 'ready' || state.run?.phase !== 'waiting') return
    // Loading does not count: the clock starts when Python has the script.
    run.timeLimit = setTimeout(() => endEarly('timed-out'), timeLimitMs)
    tell({ type: 'start', nowMs: performance.now() })
    worker?.post({ type: 'run', runId: run.executionId, code: run.request.code })
  }

  function endEarly(reason: 'stopped' | 'timed-out'): void {
    const run = active
    if (!run || run.ending) return
    run.ending = reason
    if (state.run?.phase === 'waiting') return end(run, failure(reason))
    tell({ type: 'stop-asked' })
    run.toolHost.abort()
    worker?.post({ type: 'cancel', runId: run.executionId })
    setTimeout(() => {
      if (active === run) replaceAfter(reason)
    }, graceMs)
  }

  /** Ends the current run without the worker's word, and the worker with it. */
  function replaceAfter(code: EarlyEnd): void {
    if (active) end(active, failure(active.ending ?? code))
    restartWorker()
  }

  function end(run: ActiveRun, outcome: RunOutcome): void {
    clearTimeout(run.timeLimit)
    active = undefined
    run.toolHost.abort()
    const startedAtMs = state.run?.startedAtMs ?? performance.now()
    const durationMs = performance.now() - startedAtMs
    const final = explain(outcome, run.ending)
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

  function fail(reason: string): void {
    worker?.terminate()
    worker = undefined
    update({ interpreter: { phase: 'failed', message: startFailureSentence(reason) } })
    if (active) end(active, failure('interpreter-died'))
  }

  function restartWorker(): void {
    worker?.terminate()
    boot()
  }

  boot()
  return {
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    run(request) {
      if (active) throw new Error('A script is running already.')
      const executionId = newId()
      const toolHost = createToolHost({
        executionId,
        callFunction,
        recorder,
        onChange: (call) => {
          if (state.run?.executionId === executionId) tell({ type: 'tool-call', call })
        },
      })
      active = { request, executionId, toolHost, timeLimit: undefined, ending: null }
      recorder.runStarted({ ...request, executionId, startedAt: new Date().toISOString() })
      update({ run: newRun(executionId, request.code) })
      if (state.interpreter.phase === 'failed') restartWorker()
      begin()
      return executionId
    },
    stop: () => endEarly('stopped'),
    answer(inputId, text) {
      if (!active) return
      worker?.post({ type: 'input-answer', runId: active.executionId, inputId, text })
      tell({ type: 'answer', inputId })
    },
    restart: () => replaceAfter('stopped'),
    dispose() {
      if (active) end(active, failure('stopped'))
      worker?.terminate()
      worker = undefined
      listeners.clear()
    },
  }
}

type EarlyEnd = Extract<RunFailureCode, 'stopped' | 'timed-out' | 'interpreter-died'>

const failure = (code: EarlyEnd): RunOutcome => ({
  status: 'failed',
  code,
  message: runFailureSentences[code],
  traceback: null,
  line: null,
  exitCode: 1,
})

/** Python only knows that it was asked to stop; the page knows why. */
function explain(outcome: RunOutcome, ending: ActiveRun['ending']): RunOutcome {
  if (outcome.status !== 'failed' || outcome.code !== 'stopped' || !ending) return outcome
  return { ...outcome, code: ending, message: runFailureSentences[ending] }
}
