/** Refuses the calls of a user who makes too many. Counted in this process: where there are several, each counts for itself. */
import { AppError } from '../../../contract/errors.ts'
import { rateLimits } from '../../../contract/rateLimits.ts'
import type { ToolEffect } from '../../../contract/tools/defineTool.ts'
import { createRateLimit, type RateLimit } from './createRateLimit.ts'
import { readVariable } from './ai/readVariable.ts'

/** Of all functions together, which share this module. */
const counting = new Map<ToolEffect, { readonly most: number; readonly limit: RateLimit }>()

/** Throws `rate-limited`, or `not-configured` where the environment says no number. */
export function limitRate(userId: string, effect: ToolEffect): void {
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
  )
}
