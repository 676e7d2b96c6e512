import { expect, test } from 'vitest'
import type { AttemptFailure } from '../../contract/tools/aiAnswer.ts'
import { createCoolDown } from '../functions/_shared/ai/createCoolDown.ts'
import { TierFault } from '../functions/_shared/ai/TierFault.ts'

/** A cool-down at a clock that is set by hand, in seconds. */
function coolDownAt(longestSeconds = 600) {
  let now = 0
  const coolDown = createCoolDown(longestSeconds * 1000, () => now * 1000)
  return {
    coolDown,
    at: (seconds: number): void => {
      now = seconds
    },
    /** An attempt that begins and fails at this moment. */
    fail: (failure: AttemptFailure, retryAfterMs?: number): void =>
      coolDown.failed('openai', new TierFault(failure, 'failed', { retryAfterMs }), now * 1000 + 1),
    restSeconds: (): number => (coolDown.rest('openai')?.ms ?? 0) / 1000,
  }
}

test.each([
  ['rate-limited', 20_000, 20],
  ['rate-limited', undefined, 15],
  ['rate-limited', 3_600_000, 300],
  ['rate-limited', 0, 0],
  ['quota-used-up', undefined, 600],
  ['key-refused', undefined, 600],
  ['model-not-found', undefined, 600],
  ['request-refused', undefined, 0],
  ['prompt-too-long', undefined, 0],
  ['server-error', undefined, 0],
  ['unreachable', undefined, 0],
] as const)(
  'after one failure, %s with Retry-After %s ms, a tier rests %s s',
  (failure, retryAfterMs, seconds) => {
    const { fail, restSeconds } = coolDownAt()
    fail(failure, retryAfterMs)
    expect(restSeconds()).toBe(seconds)
  },
)

test('a tier that goes on failing rests twice as long each time, from its second failure, to two minutes', () => {
  const { fail, restSeconds, at } = coolDownAt()
  let now = 0
  const rests = Array.from({ length: 8 }, () => {
    fail('server-error')
    const rest = restSeconds()
    now += rest + 1
    at(now)
    return rest
  })
  expect(rests).toEqual([0, 5, 10, 20, 40, 80, 120, 120])
})

test('a tier is asked again when its rest is over, and one answer clears its name', () => {
  const { coolDown, fail, restSeconds, at } = coolDownAt()
  fail('timed-out')
  fail('timed-out')
  expect(coolDown.rest('openai')).toEqual({ ms: 5000, because: 'failed', isDemanded: false })
  expect(coolDown.rest('gemini')).toBeUndefined()
  at(5)
  expect(coolDown.rest('openai')).toBeUndefined()
  coolDown.succeeded('openai')
  fail('timed-out')
  expect(restSeconds()).toBe(0)
})

test('of many attempts under way together, all failures count as one', () => {
  const { coolDown, at, restSeconds } = coolDownAt()
  at(10)
  for (let n = 0; n < 50; n++) coolDown.failed('openai', new TierFault('server-error', 'failed'), 9_000)
  expect(restSeconds()).toBe(0)
})

test('no rest is longer than allowed, and none is none at all', () => {
  for (const longest of [0, 7]) {
    const { fail, restSeconds } = coolDownAt(longest)
    fail('key-refused')
    expect(restSeconds()).toBe(longest)
  }
})
