/** Runs scripts on the server, and shows what is heard of them as if they ran here. */
import { v4 as newId } from 'uuid'
import type { PythonEvent } from '../../contract/run/pythonExecutor.ts'
import { runFailureMessage } from '../../contract/run/runFailures.ts'
import type { ChosenLimits, RunFailureCode } from '../../contract/run/workerProtocol.ts'
import { createNotifier } from './createNotifier.ts'
import type { RunOnServer } from './ports.ts'
import { newRun, reduceRun, type RunEvent } from '../journal/reduceRun.ts'
import type { Runner } from './Runner.ts'
import type { InterpreterState, RunnerState } from './runnerState.ts'

interface ServerRunnerOptions {
  readonly runOnServer: RunOnServer
  /** Read at the beginning of each run; how many tools a run may call is the server's to say. */
  readonly chosenLimits: () => ChosenLimits
}

const ready: InterpreterState = { phase: 'ready', tookMs: 0 }
const starting: InterpreterState = { phase: 'booting', step: 'interpreter', share: null }
const lostSentence =
  'The connection to the server was lost, and with it what the script was doing. The history has what was kept of it.'

export function createServerRunner({ runOnServer, chosenLimits }: ServerRunnerOptions): Runner {
  const listeners = new Set<() => void>()
  let state: RunnerState = { interpreter: ready, run: null, session: null }
  let going: AbortController | undefined
  const notifier = createNotifier(() => {
    for (const listener of listeners) listener()
  })

  function update(run: RunnerState['run']): void {
    const phaseBefore = state.run?.phase
    state = { ...state, interpreter: run?.phase === 'waiting' ? starting : ready, run }
    if (run?.phase === phaseBefore) notifier.soon()
    else if (run?.phase === 'ended') notifier.now()
    else notifier.withNextFrame()
  }
  const tell = (event: RunEvent) => {
    if (state.run) update(reduceRun(state.run, event))
  }

  function receive(event: PythonEvent): void {
    switch (event.type) {
      case 'run-start':
        if (state.run) update({ ...state.run, executionId: event.executionId })
        return
      case 'script-start':
        return tell({ type: 'start', nowMs: performance.now() })
      case 'output-delta':
        return tell({ ...event, type: 'output' })
      case 'run-end':
        going = undefined
        return tell({ ...event, type: 'end' })
      case 'tool-call':
        return tell({ ...event, nowMs: performance.now() })
      case 'output-omitted':
      case 'display':
      case 'progress':
        return tell(event)
    }
  }

  /** Ends what the page knows of the run; the server stops it when nobody listens any more. */
  function end(code: RunFailureCode, message: string): void {
    const leaving = going
    going = undefined
    leaving?.abort()
    const durationMs = performance.now() - (state.run?.startedAtMs ?? performance.now())
    const outcome = { status: 'failed', code, message, traceback: null, line: null, exitCode: 1 } as const
    tell({ type: 'end', outcome, durationMs })
  }
  const stop = () => {
    if (going) end('stopped', runFailureMessage('stopped', chosenLimits()))
  }

  return {
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    run(request) {
      if (going) throw new Error('A script is running already.')
      const own = (going = new AbortController())
      const limits = chosenLimits()
      const id = newId()
      update(newRun(id, request.code, limits, performance.now()))
      const ifGoing = (act: () => void) => {
        if (going === own) act()
      }
      const onEvent = (event: PythonEvent) => ifGoing(() => receive(event))
      runOnServer({ ...request, limits }, { signal: own.signal, onEvent }).then(
        () => ifGoing(() => end('interrupted', lostSentence)),
        (error: unknown) =>
          ifGoing(() => {
            const message = error instanceof Error ? error.message : String(error)
            end(state.run?.startedAtMs == null ? 'server-unavailable' : 'interrupted', message)
          }),
      )
      return id
    },
    stop,
    answer() {
      // A script on the server has nobody to ask.
    },
    decide() {
      // Calls are made there, and ask nobody.
    },
    forget() {
      stop()
      update(null)
    },
    restart: stop,
    dispose() {
      stop()
      notifier.dispose()
      listeners.clear()
    },
  }
}
