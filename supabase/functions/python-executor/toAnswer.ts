/** A run that has ended, as the answer in one piece tells it. */
import type { PythonAnswer } from '../../../contract/run/pythonExecutor.ts'
import type { DisplayBundle } from '../../../contract/run/workerProtocol.ts'
import type { FinishedRun } from './types.ts'

export function toAnswer({ ended, toolCalls }: FinishedRun): PythonAnswer {
  const { outcome } = ended
  const failure = outcome.status === 'failed' ? outcome : null
  return {
    execution_id: ended.executionId,
    status: outcome.status,
    ...readResult(outcome.status === 'completed' ? outcome.result : null),
    output: ended.output,
    error_code: failure?.code ?? null,
    error_message: failure?.message ?? null,
    traceback: failure?.traceback ?? null,
    exit_code: outcome.exitCode,
    execution_time_ms: ended.durationMs,
    tool_calls: toolCalls
      .toSorted((one, other) => one.seq - other.seq)
      .map(({ seq, tool, function_name, status, error, offset_ms, duration_ms }) => ({
        seq,
        tool,
        function_name,
        status,
        error,
        offset_ms,
        duration_ms,
      })),
  }
}

function readResult(bundle: DisplayBundle | null): Pick<PythonAnswer, 'result' | 'result_mime'> {
  if (bundle === null) return { result: null, result_mime: null }
  const json = bundle['application/json']
  return json === undefined
    ? { result: bundle['text/plain'], result_mime: 'text/plain' }
    : { result: JSON.parse(json), result_mime: 'application/json' }
}
