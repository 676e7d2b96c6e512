/** The columns of a run whose end is unknown. */
import type { ExecutionEndRow } from '../../../run/journal/outboxEntry.ts'

export const noOutcome: Omit<ExecutionEndRow, 'status' | 'metadata'> = {
  finished_at: null,
  duration_ms: null,
  result: null,
  result_mime: null,
  result_forms: null,
  displays: [],
  output: '',
  error_code: null,
  error_message: null,
  traceback: null,
  exit_code: null,
}
