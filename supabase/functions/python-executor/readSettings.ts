/** Reads the executor's settings from the environment. */
import type { DecisionLimits } from '../../../run/tools/createDecisions.ts'

export interface ExecutorSettings {
  /** Scripts that run concurrently. */
  readonly atOnce: number
  /** Scripts of one user that may wait in addition. */
  readonly waiting: number
  readonly decisionLimits: DecisionLimits
}

export function readSettings(): ExecutorSettings {
  const callMs = readCount(Deno.env.get('PYTHON_APPROVAL_SECONDS'), 1, 120) * 1000
  return {
    atOnce: readCount(Deno.env.get('PYTHON_AT_ONCE'), 1, 2),
    waiting: readCount(Deno.env.get('PYTHON_WAITING'), 0, 16),
    decisionLimits: { callMs, runMs: 5 * callMs },
  }
}

/** Falls back to `usual` if the number is missing or out of range. */
function readCount(text: string | undefined, least: number, usual: number): number {
  const count = Number(text === undefined || text === '' ? NaN : text)
  return Number.isInteger(count) && count >= least && count <= 1_000 ? count : usual
}
