/** The `run-ended` entry for a run whose tab closed without writing one. */
import type { EntryOf, OpenRun } from '../../../run/journal/outboxEntry.ts'
import { noOutcome } from './noOutcome.ts'

export const interruptedEnd = ({ executionId, userId, head }: OpenRun): EntryOf<'run-ended'> => ({
  kind: 'run-ended',
  executionId,
  userId,
  head,
  row: {
    ...noOutcome,
    status: 'failed',
    finished_at: new Date().toISOString(),
    error_code: 'interrupted',
    error_message: 'The tab was closed or reloaded while the script ran.',
  },
})
