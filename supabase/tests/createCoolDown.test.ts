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
  coolDown.succeeded('openai', 5000)
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

test('who rests for long keeps the reason for it, whatever else goes wrong meanwhile', () => {
  const { coolDown, fail, at } = coolDownAt()
  coolDown.failed('openai', new TierFault('rate-limited', 'wants a pause', { retryAfterMs: 60_000 }), 0)
  at(10)
  fail('server-error')
  fail('request-refused')
  expect(coolDown.rest('openai')).toEqual({ ms: 50_000, because: 'wants a pause', isDemanded: true })
})

test('what is the question’s own fault does not count as one of the tier’s failures', () => {
  const { fail, restSeconds } = coolDownAt()
  fail('prompt-too-long')
  fail('server-error')
  expect(restSeconds()).toBe(0)
})

test('how a tier did last is known, without the provider’s own words', () => {
  const { coolDown, at } = coolDownAt()
  expect(coolDown.last('openai')).toBeUndefined()
  at(3)
  coolDown.failed('openai', new TierFault('request-refused', 'refuses', { quote: 'your secret' }), 1000)
  expect(coolDown.last('openai')).toEqual({
    fault: { failure: 'request-refused', message: 'refuses' },
    begunAt: 1000,
    durationMs: 2000,
  })
  coolDown.succeeded('openai', 2500)
  expect(coolDown.last('openai')).toEqual({ fault: null, begunAt: 2500, durationMs: 500 })
})
