/** Runs scripts on the server: its events are folded as if the run happened here. */
import { v4 as newId } from 'uuid'
import { endedRun, failedRun } from '../../contract/run/runFailures.ts'
import type { RunEvent } from '../../contract/run/runEvents.ts'
import type { ChosenLimits, RunOutcome } from '../../contract/run/workerProtocol.ts'
import { newRun, reduceRun } from '../journal/reduceRun.ts'
import { createNotifier } from './createNotifier.ts'
import type { RunOnServer } from './ports.ts'
import type { Runner } from './Runner.ts'
import type { InterpreterState, RunnerState } from './runnerState.ts'

interface ServerRunnerOptions {
  readonly runOnServer: RunOnServer
  /** Read at the beginning of each run; the server decides how many tools a run may call. */
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
  let nextSeq = 0
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

  function hear(event: RunEvent): void {
    if (!state.run) return
    nextSeq = event.seq + 1
    if (event.type === 'run-ended') going = undefined
    // The server's clock begins once the run has its turn there.
    if (event.type === 'run-started')
      update({ ...newRun(event, performance.now() - event.at), askedAtMs: state.run.askedAtMs })
    else update(reduceRun(state.run, event))
  }

  /** Ends the run for this page; the server stops it when nobody listens any more. */
  function end(outcome: RunOutcome): void {
    const leaving = going
    going = undefined
    leaving?.abort()
    if (!state.run) return
    const at = performance.now() - state.run.beganAtMs
    update(reduceRun(state.run, { type: 'run-ended', seq: nextSeq, at, outcome }))
  }
  const stop = () => {
    if (going) end(endedRun('stopped', chosenLimits()))
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
      // Until the server says its own.
      const executionId = newId()
      nextSeq = 0
      update(newRun({ ...request, executionId, limits }, performance.now()))
      const ifGoing = (act: () => void) => {
        if (going === own) act()
      }
      const onEvent = (event: RunEvent) => ifGoing(() => hear(event))
      runOnServer({ ...request, limits }, { signal: own.signal, onEvent }).then(
        () => ifGoing(() => end(failedRun('interrupted', lostSentence))),
        (error: unknown) =>
          ifGoing(() => {
            const message = error instanceof Error ? error.message : String(error)
            const code = state.run?.startedAtMs == null ? 'server-unavailable' : 'interrupted'
            end(failedRun(code, message))
          }),
      )
      return executionId
    },
    stop,
    answer() {
      // A script on the server has nobody to ask.
    },
    decide() {
      // Calls are made there, and need no approval.
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
