/** Converts a finished run to the JSON answer. */
import type { PythonAnswer } from '../../../contract/run/pythonExecutor.ts'
import type { DisplayBundle, RunOutcome } from '../../../contract/run/workerProtocol.ts'
import { redactSecrets } from '../../../contract/redactSecrets.ts'
import { Verbatim } from '../../../lib/exactJson.ts'
import { parseJson } from '../../../lib/parseJson.ts'
import type { RunState } from '../../../run/journal/runState.ts'

export function toAnswer(run: RunState, outcome: RunOutcome): PythonAnswer {
  const failure = outcome.status === 'failed' ? outcome : null
  return {
    execution_id: run.executionId,
    status: outcome.status,
    ...readResult(outcome.status === 'completed' ? outcome.result : null),
    output: run.output.map((chunk) => chunk.text).join(''),
    error_code: failure?.code ?? null,
    error_message: failure?.message ?? null,
    traceback: failure?.traceback ?? null,
    exit_code: outcome.exitCode,
    execution_time_ms: run.durationMs ?? 0,
    tool_calls: run.toolCalls.flatMap(({ seq, tool, functionName, status, error, offsetMs, durationMs }) =>
      // Cannot happen after the run ended, but the type allows it.
      status === 'asking' || status === 'pending'
        ? []
        : [
            {
              seq,
              tool,
              function_name: functionName,
              status,
              error: error && { ...error, message: redactSecrets(error.message) },
              offset_ms: offsetMs,
              duration_ms: durationMs ?? 0,
            },
          ],
    ),
  }
}

type Result = Pick<PythonAnswer, 'result' | 'result_mime' | 'result_repr' | 'result_note'>

/** The result is for `exactResponse`: it has all digits that Python wrote. */
function readResult(bundle: DisplayBundle | null): Result {
  if (bundle === null) return { result: null, result_mime: null, result_repr: null, result_note: null }
  const { 'application/json': json, 'text/plain': repr, note = null } = bundle
  const rest = { result_repr: repr, result_note: note }
  // A script may have put something else into the place of its JSON.
  return json === undefined || parseJson(json) === undefined
    ? { result: repr, result_mime: 'text/plain', ...rest }
    : { result: new Verbatim(json), result_mime: 'application/json', ...rest }
}
