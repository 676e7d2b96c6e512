import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createTimeLimit } from './createTimeLimit.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('the time is up once it has run, and not before it was started', () => {
  const onOver = vi.fn()
  const limit = createTimeLimit(1000, onOver)
  vi.advanceTimersByTime(5000)
  limit.start()
  vi.advanceTimersByTime(999)
  expect(onOver).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(onOver).toHaveBeenCalledOnce()
})

test('a pause does not count, and what was used before it does', () => {
  const onOver = vi.fn()
  const limit = createTimeLimit(1000, onOver)
  limit.start()
  vi.advanceTimersByTime(600)
  limit.pause()
  vi.advanceTimersByTime(60_000)
  limit.start()
  // Started twice it is still one clock.
  limit.start()
  vi.advanceTimersByTime(399)
  expect(onOver).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(onOver).toHaveBeenCalledOnce()
})

test('after a reset the whole time is there again', () => {
  const onOver = vi.fn()
  const limit = createTimeLimit(1000, onOver)
  limit.start()
  vi.advanceTimersByTime(900)
  limit.reset()
  limit.start()
  vi.advanceTimersByTime(999)
  expect(onOver).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(onOver).toHaveBeenCalledOnce()
})
