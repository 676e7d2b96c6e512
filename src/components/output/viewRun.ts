/** A run as a cell shows it, from either of its sources: this tab's memory, or the log. Pure. */
import type { RunDisplay } from '../../../contract/run/displayBundle.ts'
import type { DisplayBundle } from '../../../contract/run/workerProtocol.ts'
import type { ExecutionView } from '../../hooks/useExecution.ts'
import type { PythonRunner } from '../../hooks/usePythonRunner.ts'
import { bundleOf } from './bundleOf.ts'
import type { OutputText } from './groupOutput.ts'
import { readMetadata } from './readMetadata.ts'
import type { ToolCallView } from './ToolCallItem.tsx'

type Run = NonNullable<PythonRunner['run']>
type Detail = NonNullable<ExecutionView['detail']>

export interface RunView {
  readonly output: readonly OutputText[]
  /** Characters beyond the limit. */
  readonly omitted: number
  readonly displays: readonly RunDisplay[]
  readonly live: boolean
  readonly progress: Run['progress']
  /** `id`: its own among those of all runs. */
  readonly question: (Run['questions'][number] & { readonly id: string }) | undefined
  readonly result: DisplayBundle | null
  readonly failure: {
    readonly code: string | null
    readonly message: string | null
    readonly traceback: string | null
  } | null
  readonly toolCalls: readonly ToolCallView[]
}

export function viewRun(run: Run): RunView {
  const { outcome } = run
  const [question] = run.questions
  return {
    output: run.output,
    omitted: run.outputOmitted,
    displays: run.displays,
    live: run.phase !== 'ended',
    progress: run.phase === 'ended' ? null : run.progress,
    question: question && { ...question, id: `${run.executionId} ${question.inputId}` },
    result: outcome?.status === 'completed' ? outcome.result : null,
    failure: outcome?.status === 'failed' ? outcome : null,
    toolCalls: run.toolCalls,
  }
}

export function viewExecution({ execution, toolCalls }: Detail): RunView {
  const { output, displays, status, error_code, error_message, traceback } = execution
  return {
    output: output === '' ? [] : [{ stream: 'stdout', text: output }],
    omitted: readMetadata(execution).outputOmitted,
    displays,
    live: false,
    progress: null,
    question: undefined,
    result: bundleOf(execution),
    failure: status === 'failed' ? { code: error_code, message: error_message, traceback } : null,
    toolCalls: toolCalls.map(viewToolCall),
  }
}

export const viewToolCall = (call: Detail['toolCalls'][number]): ToolCallView => ({
  tool: call.tool,
  functionName: call.function_name,
  request: call.request,
  response: call.response,
  status: call.status,
  error: call.error,
  offsetMs: call.offset_ms,
  durationMs: call.duration_ms,
})
