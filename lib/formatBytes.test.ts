import { expect, test } from 'vitest'
import { formatBytes } from './formatBytes.ts'

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1_000, '1.0 KB'],
  [9_949, '9.9 KB'],
  [9_950, '10 KB'],
  [600_003, '600 KB'],
  [999_499, '999 KB'],
  [999_500, '1.0 MB'],
  [12_345_678, '12 MB'],
  [999_500_000, '1.0 GB'],
  [12_345_678_901, '12 GB'],
])('%i is %s', (bytes, words) => {
  expect(formatBytes(bytes)).toBe(words)
})
