import { expect, test } from 'vitest'
import { layOutCalls } from './layOutCalls.ts'

const lanes = (...calls: [offset: number, duration: number][]) =>
  layOutCalls(calls.map(([offsetMs, durationMs]) => ({ offsetMs, durationMs }))).map(({ lane }) => lane)

test('stacks calls that ran at once and gives a free lane to the next', () => {
  expect(lanes([0, 500], [1, 500], [2, 100], [200, 50], [600, 10])).toEqual([0, 1, 2, 2, 0])
})

test('puts calls that follow each other in one lane', () => {
  expect(lanes([0, 10], [10, 10], [20, 0], [20, 5])).toEqual([0, 0, 0, 0])
})

test('orders calls that were logged out of order', () => {
  const placed = layOutCalls([
    { offsetMs: 50, durationMs: 10 },
    { offsetMs: 0, durationMs: 10 },
  ])
  expect(placed.map(({ call }) => call.offsetMs)).toEqual([0, 50])
})
