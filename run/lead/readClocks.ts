/** Where the time of a run went. */
import type { RunState } from '../journal/runState.ts'

/** Milliseconds each; the first two do not count against the time limit, nor does the last. */
export interface RunClocks {
  /** Python itself had to start first. */
  readonly starting: number
  readonly packages: number
  /** The script computed, or waited for something of its own. */
  readonly running: number
  /** At least one tool call was under way. */
  readonly tools: number
  /** The script waited for a person: in input(), or for leave to make a call. */
  readonly answering: number
}

/** `nowMs`: performance.now(), for a run that goes on. */
export function readClocks(run: RunState, nowMs: number): RunClocks {
  const { askedAtMs, startedAtMs, durationMs, packages } = run
  const endMs = durationMs === null ? nowMs : (startedAtMs ?? askedAtMs) + durationMs
  const startedMs = packages?.startedAtMs ?? startedAtMs ?? endMs
  const packagesMs = packages === null ? 0 : (packages.durationMs ?? endMs - packages.startedAtMs)
  const total = startedAtMs === null ? 0 : endMs - startedAtMs
  const answering = answeringUntil(run, endMs)
  const tools = Math.min(toolsUntil(run, total), total - answering)
  return {
    starting: atLeastZero(startedMs - askedAtMs),
    packages: atLeastZero(packagesMs),
    running: atLeastZero(total - answering - tools),
    tools: atLeastZero(tools),
    answering: atLeastZero(answering),
  }
}

function answeringUntil({ answering }: RunState, endMs: number): number {
  return answering.totalMs + (answering.sinceMs === null ? 0 : endMs - answering.sinceMs)
}

/** Calls that overlap are waited for once. */
function toolsUntil({ toolCalls }: RunState, totalMs: number): number {
  let waited = 0
  let coveredUntil = 0
  // One that asked first begins later than others that came after it.
  for (const { status, offsetMs, durationMs } of toolCalls.toSorted((a, b) => a.offsetMs - b.offsetMs)) {
    if (status === 'asking') continue
    const until = durationMs === null ? totalMs : offsetMs + durationMs
    waited += Math.max(0, until - Math.max(offsetMs, coveredUntil))
    coveredUntil = Math.max(coveredUntil, until)
  }
  return waited
}

const atLeastZero = (milliseconds: number): number => Math.max(0, milliseconds)
