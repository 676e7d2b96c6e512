import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createNotifier } from './createNotifier.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('many changes are told together, and at most ten times a second', () => {
  const notify = vi.fn()
  const notifier = createNotifier(notify)
  for (let milliseconds = 0; milliseconds < 1000; milliseconds++) {
    notifier.soon()
    vi.advanceTimersByTime(1)
  }
  expect(notify.mock.calls.length).toBeGreaterThan(5)
  expect(notify.mock.calls.length).toBeLessThanOrEqual(11)
})

test('the last change is told although nothing follows, and what is urgent is told at once', () => {
  const notify = vi.fn()
  const notifier = createNotifier(notify)
  notifier.now()
  expect(notify).toHaveBeenCalledOnce()
  notifier.soon()
  notifier.soon()
  vi.advanceTimersByTime(1000)
  expect(notify).toHaveBeenCalledTimes(2)
})

test('drawing that takes long is asked for less often', () => {
  const notify = vi.fn(() => void vi.advanceTimersByTime(500))
  const slow = createNotifier(notify)
  slow.now()
  vi.advanceTimersByTime(1)
  slow.soon()
  vi.advanceTimersByTime(1000)
  expect(notify).toHaveBeenCalledOnce()
  vi.advanceTimersByTime(5000)
  expect(notify).toHaveBeenCalledTimes(2)
})

test('what somebody asked for is told with the next frame, also after drawing that took long', () => {
  const notify = vi.fn(() => void vi.advanceTimersByTime(500))
  const slow = createNotifier(notify)
  slow.now()
  vi.advanceTimersByTime(1)
  slow.soon()
  slow.withNextFrame()
  vi.advanceTimersByTime(20)
  expect(notify).toHaveBeenCalledTimes(2)
})
