import { expect, test } from 'vitest'
import { layOutCalls } from './layOutCalls.ts'

const lanes = (...calls: [offset: number, duration: number][]) =>
  layOutCalls(calls.map(([offset_ms, duration_ms]) => ({ offset_ms, duration_ms }))).map(({ lane }) => lane)

test('stacks calls that ran at once and gives a free lane to the next', () => {
  expect(lanes([0, 500], [1, 500], [2, 100], [200, 50], [600, 10])).toEqual([0, 1, 2, 2, 0])
})

test('puts calls that follow each other in one lane', () => {
  expect(lanes([0, 10], [10, 10], [20, 0], [20, 5])).toEqual([0, 0, 0, 0])
})

test('orders calls that were logged out of order', () => {
  const placed = layOutCalls([
    { offset_ms: 50, duration_ms: 10 },
    { offset_ms: 0, duration_ms: 10 },
  ])
  expect(placed.map(({ call }) => call.offset_ms)).toEqual([0, 50])
})
