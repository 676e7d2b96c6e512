/** The columns of a run whose end is unknown. */
import type { Execution } from '../../../contract/run/executions.ts'
import type { ExecutionEndRow } from '../../../run/journal/outboxEntry.ts'

export const noOutcome: Omit<ExecutionEndRow, 'status' | 'metadata' | 'output_spans'> &
  Pick<Execution, 'output_spans'> = {
  finished_at: null,
  duration_ms: null,
  result: null,
  result_mime: null,
  result_forms: null,
  displays: [],
  output: '',
  output_spans: null,
  error_code: null,
  error_message: null,
  traceback: null,
  exit_code: null,
}
