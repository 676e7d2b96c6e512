/** Rate limits: calls per minute and user over all functions, by the effect of the call. */
import type { ToolEffect } from './tools/defineTool.ts'

interface RateLimit {
  /** Environment variable that sets the limit; 0 turns it off. */
  readonly variable: string
  readonly callsPerMinute: number
  /** For people: "You may make 120 … a minute." */
  readonly what: string
}

export const rateLimits: Readonly<Record<ToolEffect, RateLimit>> = {
  spend: { variable: 'SPENDING_CALLS_PER_MINUTE', callsPerMinute: 120, what: 'calls that cost money' },
  write: { variable: 'WRITING_CALLS_PER_MINUTE', callsPerMinute: 1200, what: 'calls that store something' },
  read: { variable: 'READING_CALLS_PER_MINUTE', callsPerMinute: 6000, what: 'calls' },
}
