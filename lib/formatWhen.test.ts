import { expect, test } from 'vitest'
import { formatWhen } from './formatWhen.ts'

const now = Date.parse('2026-06-15T12:00:00Z')

test.each([
  ['2026-06-15T11:59:30Z', 'just now'],
  ['2026-06-15T12:00:20Z', 'just now'],
  ['2026-06-15T11:57:00.5Z', '2 min ago'],
  ['2026-06-15T07:00:00+00:00', '5 h ago'],
  ['2026-06-14T11:00:00Z', 'yesterday'],
  ['no time', '–'],
])('%s reads %s', (time, text) => {
  expect(formatWhen(time, now)).toBe(text)
})

test('what is longer ago, or lies ahead, has its date', () => {
  expect(formatWhen('2025-01-10T12:00:00Z', now)).toContain('2025')
  expect(formatWhen('2027-01-10T12:00:00Z', now)).toContain('2027')
})
