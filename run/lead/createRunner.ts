/** Runs scripts in this page's Python: each in an interpreter of its own, or, in a session, all in one. */
import { v4 as newId } from 'uuid'
import type { LoadPackages } from '../../contract/run/packageLoading.ts'
import type { RunRecorder, RunRequest } from '../../contract/run/runRecord.ts'
import type { ChosenLimits, MemoryMegabytes, RunOutcome } from '../../contract/run/workerProtocol.ts'
import { createActiveRun, type ActiveRun } from './createActiveRun.ts'
import type { InterpreterPool } from './createInterpreterPool.ts'
import { createNotifier } from './createNotifier.ts'
import type { NeedsApproval, ToolHost } from '../tools/createToolHost.ts'
import type { WorkerPort } from './createWorkerSpawner.ts'
import type { CallFunction } from '../tools/CallFunction.ts'
import { newRun, reduceRun, type RunEvent } from '../journal/reduceRun.ts'
import { endedRun } from './runFailure.ts'
import type { Runner } from './Runner.ts'
import type { RunnerState } from './runnerState.ts'

export interface RunnerOptions {
  /** Where interpreters come from; other runners may take from it too. Its maker disposes of it. */
  readonly pool: InterpreterPool
  readonly loadPackages: LoadPackages
  /** Called at the beginning of each run: all its calls are made in the name of who is there then. */
  readonly openCalls: () => CallFunction
  readonly recorder: RunRecorder
  /** Read at the beginning of each run. */
  readonly chosenLimits: () => ChosenLimits
  /**
   * Whether its runs share one interpreter: variables, modules and files stay until that is restarted, breaks down, runs out
   * of memory or has to be ended. The memory limit is that of its first run.
   */
  readonly isSession?: boolean
  /** Which tool calls wait for `decide`. Absent: none. */
  readonly needsApproval?: NeedsApproval
  /** Called with each event before the state changes by it. */
  readonly onEvent?: (event: RunEvent) => void
}

/** The interpreter that the runs of a session share. */
interface KeptInterpreter {
  readonly port: WorkerPort
  readonly memory: MemoryMegabytes
}

/** By then the end of a run is drawn. */
const shownMs = 30

export function createRunner(options: RunnerOptions): Runner {
  const { pool, openCalls, loadPackages, recorder, chosenLimits, needsApproval, isSession = false } = options
  const listeners = new Set<() => void>()
  let active: ActiveRun | undefined
  let kept: KeptInterpreter | undefined
  let state: RunnerState = {
    interpreter: pool.getState(),
    run: null,
    session: isSession ? { variables: [], number: 0 } : null,
  }

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

  const leavePool = pool.subscribe(() => queueMicrotask(poolChanged))
  function poolChanged(): void {
    const interpreter = pool.getState()
    if (!kept && interpreter !== state.interpreter) update({ interpreter })
    if (!active || active.interpreter) return
    if (interpreter.phase === 'ready') begin(active)
    else if (interpreter.phase === 'failed') active.end(endedRun('interpreter-died', limitsOf()))
  }

  /** Those of the current run. */
  const limitsOf = (): ChosenLimits => state.run?.limits ?? chosenLimits()

  /** Hands a run to Python, if that is ready. */
  function begin(run: ActiveRun): void {
    const port = kept?.port ?? takeInterpreter()
    if (port) run.begin(port)
  }

  function takeInterpreter(): WorkerPort | undefined {
    const interpreter = pool.getState()
    const port = pool.take((message) => {
      if (active && active.interpreter === port) active.hear(message)
      else if (kept?.port === port && message.type === 'interpreter-died') loseSession()
    })
    if (isSession && port) {
      kept = { port, memory: limitsOf().memoryMegabytes }
      update({ interpreter })
    }
    return port
  }

  /** The next run of the session begins afresh. */
  function loseSession(): void {
    if (!kept) return
    kept.port.terminate()
    kept = undefined
    const number = (state.session?.number ?? 0) + 1
    update({ interpreter: pool.getState(), session: { variables: [], number } })
  }

  function ended(run: ActiveRun, outcome: RunOutcome, isUsable: boolean): void {
    active = undefined
    const giveUp = () => run.interpreter?.terminate()
    if (isSession && run.interpreter && !isUsable) loseSession()
    // What did not end by itself may be computing still.
    if (!isSession && !isUsable) queueMicrotask(giveUp)
    // First of all the page shows what came of it: to end a worker takes 10 ms, in which the page's thread often waits.
    setTimeout(() => {
      // Without a session none finds what another left behind.
      if (!isSession) giveUp()
      // The next one may have begun already: it comes first, and its end sees to this.
      if (!active) pool.refill()
    }, shownMs)
    const durationMs = performance.now() - (state.run?.startedAtMs ?? performance.now())
    tell({ type: 'end', outcome, durationMs })
    recorder.runEnded({
      executionId: run.executionId,
      outcome,
      output: (state.run?.output ?? []).map((chunk) => chunk.text).join(''),
      outputOmitted: state.run?.outputOmitted ?? 0,
      displays: state.run?.displays ?? [],
      finishedAt: new Date().toISOString(),
      durationMs,
    })
  }

  /** The calls of a run; what tools there are is fetched with the first. */
  async function openToolHost(
    executionId: string,
    limits: ChosenLimits,
    callFunction: CallFunction,
  ): Promise<ToolHost> {
    const { createToolHost } = await import('../tools/createToolHost.ts')
    return createToolHost({
      executionId,
      limits,
      callFunction,
      recorder,
      needsApproval,
      onChange(call) {
        if (state.run?.executionId !== executionId) return
        const { answering } = state.run
        tell({ type: 'tool-call', call, nowMs: performance.now() })
        if (state.run.answering !== answering) active?.restClock()
      },
    })
  }

  function start(request: RunRequest): ActiveRun {
    const executionId = newId()
    const chosen = chosenLimits()
    const limits = kept ? { ...chosen, memoryMegabytes: kept.memory } : chosen
    const callFunction = openCalls()
    const run = createActiveRun({
      request,
      executionId,
      limits,
      isInSession: isSession,
      loadPackages,
      openToolHost: () => openToolHost(executionId, limits, callFunction),
      tell,
      isWaiting: () => state.run !== null && state.run.answering.sinceMs !== null,
      onVariables(variables) {
        if (state.session) update({ session: { ...state.session, variables } })
      },
      onEnd: (outcome, isUsable) => ended(run, outcome, isUsable),
    })
    active = run
    state = { ...state, run: newRun(executionId, request.code, limits, performance.now()) }
    return run
  }

  return {
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    run(request) {
      if (active) throw new Error('A script is running already.')
      const startedAt = new Date().toISOString()
      const run = start(request)
      if (!kept) {
        pool.setMemory(limitsOf().memoryMegabytes)
        if (pool.getState().phase === 'failed') pool.restart()
      }
      // Python first: it computes while the log and the page take note.
      begin(run)
      const { executionId } = run
      recorder.runStarted({ ...request, executionId, startedAt })
      tellListeners.withNextFrame()
      return executionId
    },
    stop: () => active?.stop(),
    answer: (inputId, text) => active?.answer(inputId, text),
    decide: (seq, choice) => active?.decide(seq, choice),
    forget() {
      active?.end(endedRun('stopped', limitsOf()))
      loseSession()
      update({ run: null })
    },
    restart() {
      active?.end(endedRun('stopped', limitsOf()))
      loseSession()
      // A spare that starts or is ready is other runners' too.
      if (!isSession || pool.getState().phase === 'failed') pool.restart()
    },
    dispose() {
      active?.end(endedRun('stopped', limitsOf()))
      kept?.port.terminate()
      leavePool()
      tellListeners.dispose()
      listeners.clear()
    },
  }
}
