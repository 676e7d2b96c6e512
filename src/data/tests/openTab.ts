/** The data layer as one tab of a browser has it, for tests: on real parts, without a page. */
import 'fake-indexeddb/auto'
import { randomUUID } from 'node:crypto'
import { v4 as newId } from 'uuid'
import type { ToolCall } from '../../../contract/run/executions.ts'
import type { RunOutcome } from '../../../contract/run/workerProtocol.ts'
import type { RunRecorder } from '../../../contract/run/runRecord.ts'
import { createBackend, type Backend } from '../createBackend.ts'
import { createLogChannel } from '../log/createLogChannel.ts'
import { createOutbox, type Outbox } from '../log/createOutbox.ts'
import { createRunRecorder } from '../../../run/journal/createRunRecorder.ts'
import { openStorage } from '../../../lib/openStorage.ts'
import { createStorage } from '../../../lib/tests/createStorage.ts'

/** What the tabs of one browser share. */
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
  readonly recorder: RunRecorder
  readonly page: EventTarget
  /** Nothing is said or written any more, as when the browser kills the tab. */
  readonly die: () => void
}

interface TabOptions {
  readonly url: string
  readonly publishableKey: string
  readonly browser: Browser
  readonly localSignIn?: boolean
}

export function openTab({ url, publishableKey, browser, localSignIn = false }: TabOptions): Tab {
  const backend = createBackend(
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
    recorder: createRunRecorder({ outbox, session: backend.session }),
    die() {
      outbox.dispose()
      channel.dispose()
      backend.session.dispose()
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

export const beginning = (executionId: string, code = 'print(1)') => ({
  executionId,
  code,
  source: 'direct' as const,
  workflowId: null,
  conversationId: null,
  messageId: null,
  startedAt: new Date().toISOString(),
})

export const ending = (executionId: string, outcome: Partial<RunOutcome> = {}) => ({
  executionId,
  outcome: { status: 'completed', result: null, exitCode: 0, ...outcome } as RunOutcome,
  output: 'said\n',
  outputOmitted: 0,
  displays: [],
  finishedAt: new Date().toISOString(),
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
  status: 'completed',
  error: null,
  started_at: new Date().toISOString(),
  offset_ms: seq,
  duration_ms: 1,
  cached: false,
  ...change,
})
