import { expect, test } from 'vitest'
import { defaultApprovals, isToAsk } from './approvals.ts'

test('calls ask as it is set for their effect, and those that only read never do', () => {
  expect([isToAsk('write', defaultApprovals), isToAsk('spend', defaultApprovals)]).toEqual([true, false])
  const all = { write: 'ask', spend: 'ask' } as const
  expect([isToAsk('read', all), isToAsk('spend', all)]).toEqual([false, true])
})
