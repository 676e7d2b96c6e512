/**
 * Applies the rate limit of a tool's kind to a user. Counts are per process, not shared between processes.
 */
import { AppError } from '../../../contract/errors.ts'
import { rateLimits } from '../../../contract/rateLimits.ts'
import { createRateLimit, type RateLimit } from './createRateLimit.ts'
import { readVariable } from './ai/readVariable.ts'

type Limited = keyof typeof rateLimits

/** All functions of the process share this module, and so these counts. */
const counting = new Map<Limited, { readonly most: number; readonly limit: RateLimit }>()

/**
 * @throws AppError `rate-limited`, or `not-configured` if the limit in the environment is not a number of
 *   calls.
 */
export function limitRate(userId: string, effect: Limited): void {
  const { variable, callsPerMinute, what } = rateLimits[effect]
  const most = Number(readVariable(variable) || callsPerMinute)
  if (!(Number.isInteger(most) && most >= 0)) {
    throw new AppError('not-configured', `${variable} is not a number of calls. Correct it.`)
  }
  if (most === 0) return
  let known = counting.get(effect)
  if (known?.most !== most) counting.set(effect, (known = { most, limit: createRateLimit(most) }))
  const waitMs = known.limit.take(userId)
  if (waitMs === 0) return
  const seconds = Math.ceil(waitMs / 1000)
  throw new AppError(
    'rate-limited',
    `You may make ${most.toLocaleString('en')} ${what} a minute. Try again in ${seconds} s.`,
    undefined,
    seconds,
  )
}
