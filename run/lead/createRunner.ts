/** Runs scripts in this page's Python: each in an interpreter of its own, or, in a session, all in one. */
import { v4 as newId } from 'uuid'
import type { LoadPackages } from '../../contract/run/packageLoading.ts'
import { endedRun } from '../../contract/run/runFailures.ts'
import type { RunEvent, RunStart } from '../../contract/run/runEvents.ts'
import type { ChosenLimits, MemoryMegabytes } from '../../contract/run/workerProtocol.ts'
import type { ToolDefinition } from '../../contract/tools/defineTool.ts'
import type { RunRecorder } from '../journal/RunRecorder.ts'
import type { RunState } from '../journal/runState.ts'
import type { AnswerCall } from '../tools/AnswerCall.ts'
import type { CallFunction } from '../tools/CallFunction.ts'
import type { DecisionLimits } from '../tools/createDecisions.ts'
import type { NeedsApproval } from '../tools/createToolHost.ts'
import { createActiveRun, type ActiveRun } from './createActiveRun.ts'
import type { InterpreterPool } from './createInterpreterPool.ts'
import { createNotifier } from './createNotifier.ts'
import type { WorkerPort } from './createWorkerSpawner.ts'
import type { Runner } from './Runner.ts'
import type { RunnerState } from './runnerState.ts'

export interface RunnerOptions {
  /** Where interpreters come from; other runners may take from it too. Its maker disposes of it. */
  readonly pool: InterpreterPool
  readonly loadPackages: LoadPackages
  /** Called at the beginning of each run: all its calls are made in the name of the user signed in then. */
  readonly openCalls: () => CallFunction
  /** Hears every event of every run. */
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
  /** How long calls wait for `decide`. Absent: without a limit. */
  readonly decisionLimits?: DecisionLimits
  /** Narrows what a checked call may do. Absent: nothing is changed. */
  readonly restrict?: (tool: ToolDefinition, request: unknown) => unknown
  /** Answers tool calls in place of their functions. Absent: none. */
  readonly answerCall?: AnswerCall
}

/** The interpreter that the runs of a session share. */
interface KeptInterpreter {
  readonly port: WorkerPort
  readonly memory: MemoryMegabytes
}

/** By then the end of a run is drawn. */
const shownMs = 30

export function createRunner(options: RunnerOptions): Runner {
  const { pool, openCalls, loadPackages, recorder, chosenLimits, isSession = false } = options
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

  function hear(event: RunEvent, run: RunState): void {
    if (event.type === 'variables-changed' && state.session) {
      const { variables } = event
      update({ run, session: { ...state.session, variables } })
    } else if (run !== state.run) update({ run })
    recorder.hear(event, run)
  }

  function ended(run: ActiveRun, isUsable: boolean): void {
    active = undefined
    const giveUp = () => run.interpreter?.terminate()
    if (isSession && run.interpreter && !isUsable) loseSession()
    // A run that did not end by itself may be computing still.
    if (!isSession && !isUsable) queueMicrotask(giveUp)
    // Show the outcome first: ending a worker takes 10 ms, in which the page's thread often waits.
    setTimeout(() => {
      // Without a session nothing of one run is left to the next.
      if (!isSession) giveUp()
      // If the next run has begun already it goes first, and its end refills.
      if (!active) pool.refill()
    }, shownMs)
  }

  function prepare(start: RunStart): ActiveRun {
    const callFunction = openCalls()
    const run = createActiveRun({
      start,
      isInSession: isSession,
      loadPackages,
      openToolHost: async (emit) => {
        const { createToolHost } = await import('../tools/createToolHost.ts')
        const { answerCall, needsApproval, decisionLimits, restrict } = options
        return createToolHost({
          limits: start.limits,
          callFunction,
          answerCall,
          needsApproval,
          decisionLimits,
          restrict,
          emit,
        })
      },
      onEvent: hear,
      onEnd: (isUsable) => ended(run, isUsable),
    })
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
      const executionId = newId()
      const chosen = chosenLimits()
      const limits = kept ? { ...chosen, memoryMegabytes: kept.memory } : chosen
      const run = (active = prepare({ ...request, executionId, limits }))
      state = { ...state, run: run.getState() }
      if (!kept) {
        pool.setMemory(limits.memoryMegabytes)
        if (pool.getState().phase === 'failed') pool.restart()
      }
      // Python first: it computes while the log and the page take note.
      begin(run)
      run.announce()
      tellListeners.withNextFrame()
      return executionId
    },
    stop: () => active?.stop(),
    answer: (inputId, text) => active?.answer(inputId, text),
    decide: (call, choice) => active?.decide(call, choice),
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
