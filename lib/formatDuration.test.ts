import { expect, test } from 'vitest'
import { formatDuration } from './formatDuration.ts'

test.each([
  [0, '0 ms'],
  [35.4, '35 ms'],
  [999.7, '1.0 s'],
  [1234, '1.2 s'],
  [9960, '10 s'],
  [59_400, '59 s'],
  [59_700, '1 min'],
  [125_000, '2 min 5 s'],
  [3_599_900, '1 h'],
  [11_400_000, '3 h 10 min'],
  [-1, '–'],
  [NaN, '–'],
  [null, '–'],
])('%s ms reads %s', (milliseconds, text) => {
  expect(formatDuration(milliseconds)).toBe(text)
})
