import { expect, test } from 'vitest'
import { formatMoney } from './formatMoney.ts'

test.each([
  [0, 'USD', '$0'],
  [0.1, 'USD', '$0.10'],
  [0.95, 'USD', '$0.95'],
  [2.5, 'USD', '$2.50'],
  [1234.5, 'USD', '$1,234.50'],
  [0.00028, 'USD', '$0.00028'],
  [4, 'CNY', '¥4.00'],
] as const)('%s %s reads %s', (amount, currency, text) => {
  expect(formatMoney(amount, currency)).toBe(text)
})
