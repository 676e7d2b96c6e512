/** The end of a run whose tab went away before it could write one. */
import type { EntryOf, OpenRun } from '../../../run/journal/outboxEntry.ts'

export const interruptedEnd = ({ executionId, userId, head }: OpenRun): EntryOf<'run-ended'> => ({
  kind: 'run-ended',
  executionId,
  userId,
  head,
  row: {
    status: 'failed',
    finished_at: new Date().toISOString(),
    duration_ms: null,
    result: null,
    result_mime: null,
    result_forms: null,
    displays: [],
    output: '',
    error_code: 'interrupted',
    error_message: 'The tab was closed or reloaded while the script ran.',
    traceback: null,
    exit_code: null,
  },
})
