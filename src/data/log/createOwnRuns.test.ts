import { expect, test } from 'vitest'
import type { OpenRun, OutboxEntry } from '../../../run/journal/outboxEntry.ts'
import { createOwnRuns } from './createOwnRuns.ts'
import { interruptedEnd } from './interruptedEnd.ts'

const run = (executionId: string): OpenRun => ({
  executionId,
  userId: 'ada',
  head: { id: executionId, title: '', source: 'direct', started_at: '' },
})
const beginning = (id: string): OutboxEntry => ({
  ...run(id),
  kind: 'run-started',
  row: { id, code: '', source: 'direct', executor: 'browser', workflow_id: null, started_at: '' },
})

test('a run is held from its beginning to its end, and let go once', async () => {
  const log: string[] = []
  const runs = createOwnRuns({
    hold: async (id) => {
      log.push(`hold ${id}`)
      return () => void log.push(`release ${id}`)
    },
  })
  await runs.hold([beginning('a'), beginning('b')])
  expect([runs.has('a'), runs.has('b'), runs.has('c')]).toEqual([true, true, false])
  const ending = [interruptedEnd(run('a')), interruptedEnd(run('c'))]
  await runs.hold(ending)
  runs.release(ending)
  runs.release(ending)
  expect(log).toEqual(['hold a', 'hold b', 'release a'])
  expect([runs.has('a'), runs.has('b')]).toEqual([false, true])
})
