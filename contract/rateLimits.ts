/** Rate limits: calls per minute and user over all functions, by the effect of the call; `run`: scripts on the server. */
import type { ToolEffect } from './tools/defineTool.ts'

interface RateLimit {
  /** Environment variable that sets the limit; 0 turns it off. */
  readonly variable: string
  readonly callsPerMinute: number
  /** For people: "You may make 120 … a minute." */
  readonly what: string
}

export const rateLimits: Readonly<Record<ToolEffect | 'run', RateLimit>> = {
  spend: { variable: 'SPENDING_CALLS_PER_MINUTE', callsPerMinute: 120, what: 'calls that cost money' },
  write: { variable: 'WRITING_CALLS_PER_MINUTE', callsPerMinute: 1200, what: 'calls that store something' },
  run: { variable: 'RUNS_PER_MINUTE', callsPerMinute: 600, what: 'runs on the server' },
  read: { variable: 'READING_CALLS_PER_MINUTE', callsPerMinute: 6000, what: 'calls' },
}
