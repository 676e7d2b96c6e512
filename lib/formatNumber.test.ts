import { expect, test } from 'vitest'
import { formatNumber } from './formatNumber.ts'

test.each([
  [0, '0'],
  [999, '999'],
  [1_234_567, '1,234,567'],
  [2.5, '2.5'],
])('%d is written %s', (value, text) => expect(formatNumber(value)).toBe(text))
