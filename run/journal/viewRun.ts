/** The view of a run: one fold of its live state, or of its rows in the log, for people and models alike. Pure. */
import type { Execution, ToolCall } from '../../contract/run/executions.ts'
import type { DisplayBundle } from '../../contract/run/workerProtocol.ts'
import { cutOutput, type OutputPart, type OutputText } from './cutOutput.ts'
import { splitStreams } from './outputSpans.ts'
import { readClocks, readLoggedClocks, type RunClocks } from './readClocks.ts'
import type { RunState, ToolCallState } from './runState.ts'

export interface RunView {
  readonly executionId: string
  readonly code: string
  readonly status: Execution['status']
  /** The text and the displays in the order in which they came; empty if nothing was printed or displayed. */
  readonly output: readonly OutputPart[]
  /** Bytes of output beyond the limit. */
  readonly outputOmitted: number
  /** The last that the script reported; null in the log, which does not keep it. */
  readonly progress: RunState['progress']
  /** The oldest that is unanswered. */
  readonly question: RunState['questions'][number] | undefined
  /** null if the run failed or its last expression has no value. */
  readonly result: DisplayBundle | null
  /** null unless the run failed. */
  readonly failure: RunFailure | null
  /** For the editor: the line of the script that is at fault, from 1. null if none is known, and after a stop. */
  readonly fault: { readonly line: number; readonly message: string } | null
  /** In order of arrival. */
  readonly calls: readonly ToolCallState[]
  /** Milliseconds; null until the run ends. */
  readonly durationMs: number | null
  /** null until the run ends. */
  readonly clocks: RunClocks | null
}

export interface RunFailure {
  /** A code of contract/run/runFailures.ts, or one unknown to this version; null if the log has none. */
  readonly code: string | null
  readonly message: string | null
  readonly traceback: string | null
}

/** An execution with all its tool calls, in order of arrival. */
export interface LoggedRun {
  readonly execution: Execution
  readonly toolCalls: readonly ToolCall[]
}

/** Views by their source, so that each source is folded once, however many panels show it. */
const views = new WeakMap<RunState | LoggedRun, RunView>()

/** The same view each time for the same source. */
export function viewRun(source: RunState | LoggedRun): RunView {
  const known = views.get(source)
  if (known !== undefined) return known
  const view = 'execution' in source ? viewLogged(source) : viewState(source)
  views.set(source, view)
  return view
}

function viewState(run: RunState): RunView {
  const { executionId, code, outputOmitted, progress, outcome, durationMs } = run
  return {
    executionId,
    code,
    status: outcome?.status ?? 'running',
    output: partsOf(run.output, run.displays),
    outputOmitted,
    progress,
    question: run.questions[0],
    result: outcome?.status === 'completed' ? outcome.result : null,
    ...failureOf(outcome?.status === 'failed' ? outcome : null),
    calls: run.toolCalls,
    durationMs,
    clocks: durationMs === null ? null : readClocks(run, run.askedAtMs + durationMs),
  }
}

function viewLogged({ execution, toolCalls }: LoggedRun): RunView {
  const {
    id,
    code,
    status,
    output,
    output_spans,
    displays,
    duration_ms,
    error_code,
    error_message,
    traceback,
  } = execution
  const { line, outputOmitted } = readMetadata(execution)
  const calls = toolCalls.map(viewCall)
  const failure = { code: error_code, message: error_message, traceback, line }
  return {
    executionId: id,
    code,
    status,
    output: partsOf(splitStreams(output, output_spans), displays),
    outputOmitted,
    progress: null,
    question: undefined,
    result: bundleOf(execution),
    ...failureOf(status === 'failed' ? failure : null),
    calls,
    durationMs: duration_ms,
    clocks: duration_ms === null ? null : readLoggedClocks(duration_ms, calls),
  }
}

const nothing: readonly OutputPart[] = []
interface Cut {
  readonly displays: RunState['displays']
  readonly parts: readonly OutputPart[]
}
const cuts = new WeakMap<readonly OutputText[], Cut>()

/** The same parts for the same output: a run changes many times a second, mostly in something else. */
function partsOf(output: readonly OutputText[], displays: RunState['displays']): readonly OutputPart[] {
  if (output.length === 0 && displays.length === 0) return nothing
  const known = cuts.get(output)
  if (known?.displays === displays) return known.parts
  const parts = cutOutput(output, displays)
  cuts.set(output, { displays, parts })
  return parts
}

type Failed = RunFailure & { readonly line: number | null }

function failureOf(failed: Failed | null): Pick<RunView, 'failure' | 'fault'> {
  if (failed === null) return { failure: null, fault: null }
  const { code, message, traceback, line } = failed
  return {
    failure: { code, message, traceback },
    // The line at which a script was stopped is not at fault.
    fault: line === null || code === 'stopped' ? null : { line, message: message ?? '' },
  }
}

function bundleOf({ result, result_mime, result_forms }: Execution): DisplayBundle | null {
  if (result_mime === null) return null
  // What Python wrote comes last, so that it counts. Rows of earlier versions have the searchable copy alone.
  if (result_mime === 'text/plain') return { 'text/plain': String(result), ...result_forms }
  return { 'application/json': JSON.stringify(result), 'text/plain': '', ...result_forms }
}

const viewCall = (call: ToolCall): ToolCallState => ({
  seq: call.seq,
  tool: call.tool,
  functionName: call.function_name,
  requestJson: call.request_text ?? JSON.stringify(call.request),
  responseJson: call.response_text ?? JSON.stringify(call.response),
  status: call.status,
  error: call.error,
  offsetMs: call.offset_ms,
  durationMs: call.duration_ms,
})

/** The recorder's notes beside the log's columns. Another version of the app may have written them, so they are checked. */
function readMetadata({ metadata }: Execution): Pick<Failed, 'line'> & Pick<RunView, 'outputOmitted'> {
  const { line, output_omitted: omitted } = metadata
  return {
    line: isCount(line) && line > 0 ? line : null,
    outputOmitted: isCount(omitted) ? omitted : 0,
  }
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0
