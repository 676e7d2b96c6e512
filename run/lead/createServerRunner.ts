/** Runs scripts on the server: its events are folded as if the run happened here. */
import type { Approvals } from '../../contract/run/approvals.ts'
import { v4 as newId } from 'uuid'
import { endedRun, failedRun } from '../../contract/run/runFailures.ts'
import type { RunEvent } from '../../contract/run/runEvents.ts'
import type { ChosenLimits, RunOutcome } from '../../contract/run/workerProtocol.ts'
import { newRun, reduceRun } from '../journal/reduceRun.ts'
import type { ToolCallState } from '../journal/runState.ts'
import { createNotifier } from './createNotifier.ts'
import type { DecideOnServer, RunOnServer } from './ports.ts'
import type { Runner } from './Runner.ts'
import type { InterpreterState, RunnerState } from './runnerState.ts'

interface ServerRunnerOptions {
  readonly runOnServer: RunOnServer
  /** Read at the beginning of each run; the server decides how many tools a run may call. */
  readonly chosenLimits: () => ChosenLimits
  /** Absent: no call waits for `decide`. */
  readonly asking?: ServerAsking
}

export interface ServerAsking {
  /** Read at the beginning of each run: the kinds of calls that the server asks about. */
  readonly approvals: () => Approvals
  /** Whether the person has to decide a call that the server asks about. If not, it is allowed at once. */
  readonly needsPerson: (tool: string, request: unknown) => Promise<boolean>
  readonly decideOnServer: DecideOnServer
}

const ready: InterpreterState = { phase: 'ready', tookMs: 0 }
const starting: InterpreterState = { phase: 'booting', step: 'interpreter', share: null }
/** Pauses between attempts to send a decision, in milliseconds. */
const pauses = [300, 1_000, 3_000]
const lostSentence =
  'The connection to the server was lost, and with it what the script was doing. The history has what was kept of it.'

export function createServerRunner({ runOnServer, chosenLimits, asking }: ServerRunnerOptions): Runner {
  const listeners = new Set<() => void>()
  let state: RunnerState = { interpreter: ready, run: null, session: null }
  let going: AbortController | undefined
  let nextSeq = 0
  /** With it the server is told decisions about the current run. */
  let key = ''
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
    if (event.type === 'tool-call-asked' && asking) return void hearQuestion(asking, event)
    if (event.type === 'run-ended') going = undefined
    // The server's clock begins once the run has its turn there.
    if (event.type === 'run-started')
      update({ ...newRun(event, performance.now() - event.at), askedAtMs: state.run.askedAtMs })
    else update(reduceRun(state.run, event))
  }

  /** Shows a question to the person, or answers it in the person's name. */
  async function hearQuestion(
    by: ServerAsking,
    event: RunEvent & { type: 'tool-call-asked' },
  ): Promise<void> {
    const own = going
    const callOf = () => state.run?.toolCalls[event.call]
    const call = callOf()
    if (call === undefined) return
    // If that cannot be found out, the person decides.
    const needsPerson = await ask(by, call).catch(() => true)
    // It may have been withdrawn meanwhile.
    if (going !== own || !state.run || callOf()?.status !== 'pending') return
    if (needsPerson) update(reduceRun(state.run, event))
    else tellDecision(by, event.call, 'allow')
  }

  function tellDecision(by: ServerAsking, call: number, choice: 'allow' | 'deny'): void {
    const own = going
    if (own === undefined) return
    const { signal } = own
    const tell = async () => {
      for (const pause of [...pauses, null]) {
        try {
          return await by.decideOnServer({ key, call, choice }, { signal })
        } catch (error) {
          if (signal.aborted) return
          if (pause === null) throw error
          await new Promise((resolve) => setTimeout(resolve, pause))
        }
      }
    }
    tell().catch(() => {
      // Nobody may think that the call was allowed, or denied, if the server never heard it.
      if (going === own) end(failedRun('interrupted', lostSentence))
    })
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
      key = newId()
      update(newRun({ ...request, executionId, limits }, performance.now()))
      const ifGoing = (act: () => void) => {
        if (going === own) act()
      }
      const onEvent = (event: RunEvent) => ifGoing(() => hear(event))
      const asked = asking ? { approvals: asking.approvals(), key } : null
      runOnServer({ ...request, limits, asking: asked }, { signal: own.signal, onEvent }).then(
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
    decide(call, choice) {
      if (asking && state.run?.toolCalls[call]?.status === 'asking') tellDecision(asking, call, choice)
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

const ask = async ({ needsPerson }: ServerAsking, { tool, requestJson }: ToolCallState): Promise<boolean> =>
  needsPerson(tool, JSON.parse(requestJson))
