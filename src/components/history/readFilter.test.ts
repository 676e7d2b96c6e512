import { expect, test } from 'vitest'
import { noFilter, readFilter, writeFilter } from './readFilter.ts'

test('reads back what it wrote', () => {
  const filter = { status: 'failed', source: 'ai-chat', text: "a & b=%'ü" } as const
  expect(readFilter(new URLSearchParams(writeFilter(filter).toString()))).toEqual(filter)
  expect(writeFilter(noFilter).toString()).toBe('')
})

test('filters by nothing where the address makes no sense', () => {
  expect(readFilter(new URLSearchParams('status=lost&source=A);drop'))).toEqual(noFilter)
})
