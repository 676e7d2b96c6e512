/** Runs scripts: leads a run from its request to its end, each in an interpreter of its own. */
import { v4 as newId } from 'uuid'
import { runFailureMessage } from '../../contract/runFailures.ts'
import type { RunRecorder, RunRequest } from '../../contract/runRecord.ts'
import { limits, type ChosenLimits, type FromWorker, type RunOutcome } from '../../contract/workerProtocol.ts'
import { createInterpreterPool } from './createInterpreterPool.ts'
import { createToolHost, type ToolHost } from './createToolHost.ts'
import { loadTools } from './loadTools.ts'
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
  readonly callFunction: CallFunction
  readonly recorder: RunRecorder
  readonly spawnWorker: SpawnWorker
  /** Read at the beginning of each run. */
  readonly chosenLimits: () => ChosenLimits
}

/** How long a script has to end by itself: once it was asked, and once it was interrupted. */
const graceMs = { asked: 80, interrupted: 150 }

type EarlyEnd = 'stopped' | 'timed-out'

interface ActiveRun {
  readonly request: RunRequest
  readonly executionId: string
  readonly limits: ChosenLimits
  readonly toolHost: ToolHost
  outputCharacters: number
  /** Absent while Python is starting. */
  interpreter?: WorkerPort
  timeLimit?: ReturnType<typeof setTimeout>
  /** Why it was asked to end. */
  ending?: EarlyEnd
}

export function createRunner(options: RunnerOptions): Runner {
  const { callFunction, recorder, chosenLimits } = options
  const listeners = new Set<() => void>()
  let active: ActiveRun | undefined
  const pool = createInterpreterPool({
    ...options,
    memory: chosenLimits().memoryMegabytes,
    onChange: () => queueMicrotask(poolChanged),
  })
  // Beside Python, so that the first call of the first run need not wait.
  void loadTools()
  let state: RunnerState = { interpreter: pool.getState(), run: null }

  const update = (change: Partial<RunnerState>) => {
    state = { ...state, ...change }
    for (const listener of listeners) listener()
  }
  const tell = (event: RunEvent) => {
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
    run.timeLimit = setTimeout(() => endEarly(run, 'timed-out'), run.limits.runSeconds * 1000)
    tell({ type: 'start', nowMs: performance.now() })
    interpreter.post({ type: 'run', runId: run.executionId, code: run.request.code })
  }

  function receive(message: FromWorker, run: ActiveRun): void {
    switch (message.type) {
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
        return tell({ type: 'question', inputId: message.inputId, prompt: message.prompt })
      case 'tool-call':
        void run.toolHost.answer(message).then((reply) => {
          if (active !== run) return
          const { callId } = message
          run.interpreter?.post({ type: 'tool-result', runId: run.executionId, callId, ...reply })
        })
        return
      case 'run-end':
        return end(run, message.outcome)
      case 'interpreter-died':
        return end(run, failure(run.ending ?? 'interpreter-died', run))
    }
  }

  function endEarly(run: ActiveRun, reason: EarlyEnd): void {
    if (run.ending) return
    run.ending = reason
    const { interpreter } = run
    if (!interpreter) return end(run, failure(reason, run))
    tell({ type: 'stop-asked' })
    run.toolHost.abort()
    interpreter.post({ type: 'cancel', runId: run.executionId })
    const giveUp = () => {
      if (active === run) end(run, failure(reason, run))
    }
    setTimeout(() => {
      if (active !== run) return
      if (interpreter.interrupt()) setTimeout(giveUp, graceMs.interrupted)
      else giveUp()
    }, graceMs.asked)
  }

  function end(run: ActiveRun, outcome: RunOutcome): void {
    active = undefined
    clearTimeout(run.timeLimit)
    run.toolHost.abort()
    // Each run has its own interpreter, so that none finds what another left behind.
    run.interpreter?.terminate()
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
      const toolHost = createToolHost({
        executionId,
        callFunction,
        recorder,
        onChange: (call) => {
          if (state.run?.executionId === executionId) tell({ type: 'tool-call', call })
        },
      })
      const run: ActiveRun = { request, executionId, limits: chosenLimits(), toolHost, outputCharacters: 0 }
      active = run
      recorder.runStarted({ ...request, executionId, startedAt: new Date().toISOString() })
      update({ run: newRun(executionId, request.code, run.limits) })
      pool.setMemory(run.limits.memoryMegabytes)
      if (pool.getState().phase === 'failed') pool.restart()
      begin(run)
      return executionId
    },
    stop() {
      if (active) endEarly(active, 'stopped')
    },
    answer(inputId, text) {
      if (!active) return
      const { interpreter, executionId } = active
      interpreter?.post({ type: 'input-answer', runId: executionId, inputId, text })
      tell({ type: 'answer', inputId })
    },
    restart() {
      if (active) end(active, failure('stopped', active))
      pool.restart()
    },
    dispose() {
      if (active) end(active, failure('stopped', active))
      pool.dispose()
      listeners.clear()
    },
  }
}

const failure = (code: Parameters<typeof runFailureMessage>[0], { limits }: ActiveRun): RunOutcome => ({
  status: 'failed',
  code,
  message: runFailureMessage(code, limits),
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
