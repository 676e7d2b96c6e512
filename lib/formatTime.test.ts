import { expect, test } from 'vitest'
import { formatTime } from './formatTime.ts'

test('a time names its month, so that nobody takes the day for it', () => {
  // Without a zone it is a time of this place's clock.
  expect(formatTime('2026-11-30T14:44:26').replaceAll(/\s/g, ' ')).toBe('Nov 30, 2026, 2:44:26 PM')
})

test('what is no time is a dash', () => expect(formatTime('soon')).toBe('–'))
