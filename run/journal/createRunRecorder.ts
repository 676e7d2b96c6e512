/** Turns the events of a run into rows of the log, and gives them to an outbox. */
import { v4 as newId } from 'uuid'
import type { ResultForms } from '../../contract/run/displayBundle.ts'
import type { ToolCall } from '../../contract/run/executions.ts'
import type { RunEventOf, RunStart } from '../../contract/run/runEvents.ts'
import { limits, type DisplayBundle, type RunOutcome } from '../../contract/run/workerProtocol.ts'
import { redactSecrets } from '../../contract/redactSecrets.ts'
import { readExactJson, toPlainJson } from '../../lib/exactJson.ts'
import { storableCopies, storableJson, storableText } from './makeStorable.ts'
import { messageMetadata } from './messageMetadata.ts'
import type { ExecutionEndRow, OpenRun, OutboxEntry } from './outboxEntry.ts'
import { toSpans } from './outputSpans.ts'
import type { RunRecorder } from './RunRecorder.ts'
import type { RunState } from './runState.ts'

interface RecorderOptions {
  readonly outbox: { append(entry: OutboxEntry): void }
  /** The owner of the runs; null: nobody is signed in, and nothing is kept. Read when a run begins. */
  readonly userId: () => string | null
  /** Default: this browser. */
  readonly executor?: 'browser' | 'edge'
  /** Kept with each execution. */
  readonly metadata?: Readonly<Record<string, unknown>>
}

interface RecordedRun {
  readonly open: OpenRun
  readonly metadata: Record<string, unknown>
  /** In milliseconds since 1970: the zero of the events' `at`. */
  readonly beganAt: number
  /** Calls that have not ended, by their numbers; `at` as in the event from which their time counts. */
  readonly calls: Map<number, { readonly started: RunEventOf<'tool-call-started'>; readonly at: number }>
}

/** A run belongs to whoever was signed in when it began. */
export function createRunRecorder(options: RecorderOptions): RunRecorder {
  const { outbox, userId, executor = 'browser' } = options
  const runs = new Map<string, RecordedRun>()

  function begin(start: RunStart): void {
    const owner = userId()
    if (owner === null) return
    const { executionId, source, workflowId, conversationId, messageId } = start
    const code = storableText(start.code, limits.codeCharacters)
    // The database makes the title in the same way.
    const title = Array.from(code.slice(0, 400)).slice(0, 200).join('')
    const beganAt = Date.now()
    const startedAt = new Date(beganAt).toISOString()
    const head = { id: executionId, title, source, started_at: startedAt }
    const open: OpenRun = { executionId, userId: owner, head }
    const metadata = storableMetadata({ ...options.metadata, ...messageMetadata(messageId) })
    runs.set(executionId, { open, metadata, beganAt, calls: new Map() })
    outbox.append({
      ...open,
      kind: 'run-started',
      row: {
        id: executionId,
        code,
        source,
        executor,
        workflow_id: workflowId === null ? null : storableText(workflowId, 200),
        conversation_id: conversationId,
        started_at: startedAt,
        metadata,
      },
    })
  }

  return {
    hear(event, run) {
      if (event.type === 'run-started') return begin(event)
      const recorded = runs.get(run.executionId)
      if (recorded === undefined) return
      const { open, metadata, beganAt, calls } = recorded
      if (event.type === 'tool-call-started') calls.set(event.call, { started: event, at: event.at })
      else if (event.type === 'tool-call-decided') {
        // A person's time to decide is not the tool's.
        const asked = calls.get(event.call)
        if (asked) calls.set(event.call, { ...asked, at: event.at })
      } else if (event.type === 'tool-call-ended') {
        const call = calls.get(event.call)
        calls.delete(event.call)
        if (call === undefined) return
        const startedAt = new Date(beganAt + call.at).toISOString()
        outbox.append({
          ...open,
          kind: 'tool-calls',
          rows: [callRow(call.started, event, startedAt, run)],
        })
      } else if (event.type === 'run-ended') {
        runs.delete(run.executionId)
        outbox.append({ ...open, kind: 'run-ended', row: endRow(run, event.outcome, metadata) })
      }
    },
  }
}

/** The script has the values unchanged; the log lasts, so secrets are redacted. */
function callRow(
  { call, tool, functionName, requestJson, key, occurrence }: RunEventOf<'tool-call-started'>,
  { status, responseJson, error, cached }: RunEventOf<'tool-call-ended'>,
  startedAt: string,
  run: RunState,
): ToolCall {
  const { offsetMs = 0, durationMs } = run.toolCalls[call] ?? {}
  return {
    id: newId(),
    execution_id: run.executionId,
    seq: call,
    tool: storableText(tool, 100),
    function_name: functionName === null ? null : storableText(functionName, 100),
    call_key: key,
    occurrence,
    ...jsonColumns('request', requestJson),
    ...jsonColumns('response', responseJson ?? 'null'),
    status,
    error: error && { ...error, message: storableText(redactSecrets(error.message), 20_000) },
    started_at: startedAt,
    offset_ms: offsetMs,
    duration_ms: durationMs ?? 0,
    cached,
  }
}

/** What can be searched, and beside it what was written. */
const jsonColumns = <Name extends 'request' | 'response'>(name: Name, json: string) => {
  const { value, text } = storableCopies(json)
  return { [name]: value, [`${name}_text`]: text } as Record<Name, unknown> &
    Record<`${Name}_text`, string | null>
}

function endRow(
  run: RunState,
  outcome: RunOutcome,
  metadata: Readonly<Record<string, unknown>>,
): ExecutionEndRow {
  const { output, outputOmitted, displays, durationMs } = run
  const common = {
    status: outcome.status,
    finished_at: new Date().toISOString(),
    duration_ms: durationMs ?? 0,
    output: storableText(output.map((chunk) => chunk.text).join(''), 1_100_000),
    output_spans: toSpans(output),
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
  const { 'application/json': json, 'text/plain': plain } = result
  const exact = json === undefined ? undefined : readExactJson(json)
  const forms: ResultForms = storableForms(result)
  if (exact !== undefined) {
    const value = storableJson(toPlainJson(exact))
    return { result: value, result_mime: 'application/json', result_forms: forms }
  }
  const text = storableText(plain, limits.resultCharacters)
  return { result: text, result_mime: 'text/plain', result_forms: forms }
}

/** Python has cut long forms already. This replaces only characters that Postgres does not take. */
const storableForms = <Forms extends Partial<DisplayBundle>>(forms: Forms): Forms =>
  Object.fromEntries(
    Object.entries(forms).map(([type, text]) => [type, storableText(text, limits.resultCharacters + 200)]),
  ) as Forms
