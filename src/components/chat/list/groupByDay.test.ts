import { expect, test } from 'vitest'
import { groupByDay } from './groupByDay.ts'

const now = new Date(2026, 10, 20, 0, 30)
const at = (...time: [number, number, number, number]) => ({ updated_at: new Date(...time).toISOString() })

test('days are those of the calendar, not of so many hours', () => {
  const groups = groupByDay(
    [
      at(2026, 10, 20, 0),
      at(2026, 10, 19, 23),
      at(2026, 10, 19, 1),
      at(2026, 10, 14, 12),
      at(2026, 10, 1, 12),
      at(2025, 4, 2, 12),
    ],
    now,
  )
  expect(groups.map(({ day, items }) => [day, items.length])).toEqual([
    ['Today', 1],
    ['Yesterday', 2],
    ['Last 7 days', 1],
    ['Last 30 days', 1],
    ['May 2025', 1],
  ])
})

test('what another clock says is in the future is of today', () => {
  expect(groupByDay([at(2026, 10, 21, 12)], now)[0]?.day).toBe('Today')
})

test('nothing has no days', () => {
  expect(groupByDay([], now)).toEqual([])
})
