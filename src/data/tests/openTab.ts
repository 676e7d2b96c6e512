/** Test helper: one tab's data layer with real parts, without a page. */
import 'fake-indexeddb/auto'
import { randomUUID } from 'node:crypto'
import { v4 as newId } from 'uuid'
import type { ToolCall } from '../../../contract/run/executions.ts'
import type { RunEvent, RunStart } from '../../../contract/run/runEvents.ts'
import { defaultLimits, type RunOutcome } from '../../../contract/run/workerProtocol.ts'
import { connectBackend, type Backend } from '../connectBackend.ts'
import { createLogChannel } from '../log/createLogChannel.ts'
import { createOutbox, type Outbox } from '../log/createOutbox.ts'
import { createRunRecorder } from '../../../run/journal/createRunRecorder.ts'
import { newRun } from '../../../run/journal/reduceRun.ts'
import type { RunState } from '../../../run/journal/runState.ts'
import { openStorage } from '../../../lib/openStorage.ts'
import { createStorage } from '../../../lib/tests/createStorage.ts'

/** State that the tabs of one browser share. */
export interface Browser {
  readonly storage: Storage
  readonly databaseName: string
}

export const newBrowser = (): Browser => ({
  storage: createStorage(),
  databaseName: `outbox-${randomUUID()}`,
})

export interface Tab extends Backend {
  readonly outbox: Outbox
  readonly recorder: TestRecorder
  readonly page: EventTarget
  /** Ends the tab abruptly, as if the browser killed it. */
  readonly die: () => void
}

interface TabOptions {
  readonly url: string
  readonly publishableKey: string
  readonly browser: Browser
  readonly localSignIn?: boolean
}

export function openTab({ url, publishableKey, browser, localSignIn = false }: TabOptions): Tab {
  const backend = connectBackend(
    { url, publishableKey, localSignIn, realtime: false, mail: false },
    { storage: browser.storage },
  )
  const page = new EventTarget()
  const channel = createLogChannel()
  const outbox = createOutbox({
    ...backend,
    channel,
    page,
    locks: undefined,
    databaseName: browser.databaseName,
    storage: openStorage(() => browser.storage),
    firstPauseMs: 50,
  })
  return {
    ...backend,
    outbox,
    page,
    recorder: record(
      createRunRecorder({
        outbox,
        userId: backend.session.userId,
      }),
    ),
    die() {
      outbox.dispose()
      channel.dispose()
      backend.session.dispose()
    },
  }
}

/** Feeds the page's recorder the events of a run, in three steps. */
interface TestRecorder {
  runStarted(start: RunStart): void
  toolCallEnded(row: ToolCall): void
  runEnded(ended: EndedRun): void
}

type EndedRun = Pick<RunState, 'executionId' | 'displays' | 'outputOmitted' | 'durationMs'> & {
  readonly outcome: RunOutcome
  readonly output: string
}

function record(recorder: ReturnType<typeof createRunRecorder>): TestRecorder {
  const runs = new Map<string, RunState>()
  const stateOf = (executionId: string) => runs.get(executionId) ?? newRun(beginning(executionId), 0)
  const hear = (event: RunEvent, run: RunState) => {
    runs.set(run.executionId, run)
    recorder.hear(event, run)
  }
  return {
    runStarted: (start) => hear({ type: 'run-started', ...start, seq: 0, at: 0 }, newRun(start, 0)),
    toolCallEnded(row) {
      const { seq: call, tool, function_name: functionName, status, error, cached } = row
      const requestJson = row.request_text ?? JSON.stringify(row.request)
      const responseJson = row.response_text ?? JSON.stringify(row.response)
      const { offset_ms: offsetMs, duration_ms: durationMs, call_key: key, occurrence } = row
      const run = stateOf(row.execution_id)
      const started = { call, tool, functionName, requestJson, key, occurrence }
      hear({ type: 'tool-call-started', ...started, seq: 1, at: offsetMs }, run)
      const calls = { requestJson, responseJson, status, error, offsetMs, durationMs }
      const state = { seq: call, tool, functionName, ...calls }
      const toolCalls = Object.assign([...run.toolCalls], { [call]: state })
      const ended = { call, responseJson, status, error, cached }
      hear({ type: 'tool-call-ended', ...ended, seq: 2, at: offsetMs + durationMs }, { ...run, toolCalls })
    },
    runEnded({ executionId, output, outcome, ...rest }) {
      const run = { ...stateOf(executionId), ...rest, outcome, phase: 'ended' as const }
      const chunk = { stream: 'stdout' as const, text: output, at: 0 }
      hear({ type: 'run-ended', outcome, seq: 3, at: 0 }, { ...run, output: [chunk] })
    },
  }
}

/** Waits until a store's state is as wanted. */
export function until<Value>(
  store: { getState: () => Value; subscribe: (listener: () => void) => () => void },
  isWanted: (value: Value) => boolean,
): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!isWanted(store.getState())) return
      unsubscribe()
      resolve()
    }
    const unsubscribe = store.subscribe(look)
    look()
  })
}

export const beginning = (executionId: string, code = 'print(1)'): RunStart => ({
  executionId,
  code,
  source: 'direct',
  workflowId: null,
  conversationId: null,
  messageId: null,
  limits: defaultLimits,
})

export const ending = (executionId: string, outcome: Partial<RunOutcome> = {}): EndedRun => ({
  executionId,
  outcome: { status: 'completed', result: null, exitCode: 0, ...outcome } as RunOutcome,
  output: 'said\n',
  outputOmitted: 0,
  displays: [],
  durationMs: 12.5,
})

export const call = (executionId: string, seq: number, change: Partial<ToolCall> = {}): ToolCall => ({
  id: newId(),
  execution_id: executionId,
  seq,
  tool: 'remember',
  function_name: 'remember',
  call_key: 'ab'.repeat(32),
  occurrence: seq,
  request: { content: `number ${seq}` },
  response: { id: seq },
  request_text: null,
  response_text: null,
  status: 'completed',
  error: null,
  started_at: new Date().toISOString(),
  offset_ms: seq,
  duration_ms: 1,
  cached: false,
  ...change,
})
