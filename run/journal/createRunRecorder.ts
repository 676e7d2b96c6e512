/** Turns what the runner tells of a run into rows of the log, and gives them to the outbox. */
import type { ResultForms } from '../../contract/run/displayBundle.ts'
import type { EndedRun, RunRecorder } from '../../contract/run/runRecord.ts'
import { limits, type DisplayBundle, type RunOutcome } from '../../contract/run/workerProtocol.ts'
import { messageMetadata } from './messageMetadata.ts'
import { storableJson, storableText } from './makeStorable.ts'
import type { ExecutionEndRow, OpenRun, OutboxEntry } from './outboxEntry.ts'

interface RecorderOptions {
  readonly outbox: { append(entry: OutboxEntry): void }
  readonly session: {
    getState(): { readonly status: string } | { readonly status: 'signed-in'; readonly userId: string }
  }
  /** Where the script runs; this browser unless told. */
  readonly executor?: 'browser' | 'edge'
  /** Kept with each execution. */
  readonly metadata?: Readonly<Record<string, unknown>>
}

/** Never throws and never waits. A run belongs to whoever was signed in when it began; without anybody it is not kept. */
export function createRunRecorder(options: RecorderOptions): RunRecorder {
  const { outbox, session, executor = 'browser' } = options
  const runs = new Map<string, { readonly open: OpenRun; readonly metadata: Record<string, unknown> }>()

  return {
    runStarted({ executionId, code, source, workflowId, conversationId, messageId, startedAt }) {
      const known = session.getState()
      if (!('userId' in known)) return
      const text = storableText(code, limits.codeCharacters)
      // The database makes the title alike.
      const title = Array.from(text.slice(0, 400)).slice(0, 200).join('')
      const head = { id: executionId, title, source, started_at: startedAt }
      const open: OpenRun = { executionId, userId: known.userId, head }
      const metadata = storableMetadata({ ...options.metadata, ...messageMetadata(messageId) })
      runs.set(executionId, { open, metadata })
      outbox.append({
        ...open,
        kind: 'run-started',
        row: {
          id: executionId,
          code: text,
          source,
          executor,
          workflow_id: workflowId === null ? null : storableText(workflowId, 200),
          conversation_id: conversationId,
          started_at: startedAt,
          metadata,
        },
      })
    },

    toolCallEnded(call) {
      const run = runs.get(call.execution_id)
      if (run === undefined) return
      const row = {
        ...call,
        tool: storableText(call.tool, 100),
        function_name: call.function_name === null ? null : storableText(call.function_name, 100),
        request: storableJson(call.request),
        response: storableJson(call.response),
        error:
          call.error === null ? null : { ...call.error, message: storableText(call.error.message, 20_000) },
        offset_ms: Math.max(0, call.offset_ms),
        duration_ms: Math.max(0, call.duration_ms),
      }
      outbox.append({ ...run.open, kind: 'tool-calls', rows: [row] })
    },

    runEnded(ending) {
      const run = runs.get(ending.executionId)
      if (run === undefined) return
      outbox.append({ ...run.open, kind: 'run-ended', row: endRow(ending, run.metadata) })
    },
  }
}

function endRow(ending: EndedRun, metadata: Readonly<Record<string, unknown>>): ExecutionEndRow {
  const { outcome, output, outputOmitted, displays, finishedAt, durationMs } = ending
  const common = {
    status: outcome.status,
    finished_at: finishedAt,
    duration_ms: Math.max(0, durationMs),
    output: storableText(output, 1_100_000),
    exit_code: outcome.exitCode,
    displays: displays.map((display) => ({ ...display, bundle: storableForms(display.bundle) })),
  }
  const omitted = outputOmitted > 0 ? { ...metadata, output_omitted: outputOmitted } : metadata
  if (outcome.status === 'completed') {
    const none = { error_code: null, error_message: null, traceback: null }
    return { ...common, ...none, ...resultColumns(outcome.result), metadata: omitted }
  }
  return {
    ...common,
    result: null,
    result_mime: null,
    result_forms: null,
    error_code: outcome.code,
    error_message: storableText(outcome.message, 20_000),
    traceback: outcome.traceback === null ? null : storableText(outcome.traceback, 200_000),
    metadata: outcome.line === null ? omitted : { ...omitted, line: outcome.line },
  }
}

const storableMetadata = (metadata: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(metadata).map(([name, value]) => [storableText(name, 1_000), storableJson(value)]),
  )

type CompletedResult = Extract<RunOutcome, { status: 'completed' }>['result']

function resultColumns(
  result: CompletedResult,
): Pick<ExecutionEndRow, 'result' | 'result_mime' | 'result_forms'> {
  if (result === null) return { result: null, result_mime: null, result_forms: null }
  const { 'application/json': json, 'text/plain': plain, ...rich } = result
  const forms: ResultForms | null = Object.keys(rich).length > 0 ? storableForms(rich) : null
  if (json !== undefined)
    return { result: storableJson(JSON.parse(json)), result_mime: 'application/json', result_forms: forms }
  const text = storableText(plain, limits.resultCharacters)
  return { result: text, result_mime: 'text/plain', result_forms: forms }
}

/** What is over the limit was cut in Python; here only what Postgres does not take is replaced. */
const storableForms = <Forms extends Partial<DisplayBundle>>(forms: Forms): Forms =>
  Object.fromEntries(
    Object.entries(forms).map(([type, text]) => [type, storableText(text, limits.resultCharacters + 200)]),
  ) as Forms
