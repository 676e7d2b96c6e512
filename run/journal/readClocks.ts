/** Splits the time of a run into starting, packages, computing, tools and waiting for a person. */
import type { RunState, ToolCallState } from './runState.ts'

/** Milliseconds each; null: not known. The first two do not count against the time limit, nor does the last. */
export interface RunClocks {
  /** Python itself had to start first. */
  readonly starting: number | null
  readonly packages: number | null
  /** The script computed, or waited for something of its own. */
  readonly running: number
  /** At least one tool call was under way. */
  readonly tools: number
  /** The script waited for a person: in input(), or for approval of a call. */
  readonly answering: number | null
}

type KnownClocks = { readonly [clock in keyof RunClocks]: number }

/** `nowMs`: performance.now(), for a run that goes on. */
export function readClocks(run: RunState, nowMs: number): KnownClocks {
  const { askedAtMs, startedAtMs, durationMs, packages } = run
  const endMs = durationMs === null ? nowMs : (startedAtMs ?? askedAtMs) + durationMs
  const startedMs = packages?.startedAtMs ?? startedAtMs ?? endMs
  const packagesMs = packages === null ? 0 : (packages.durationMs ?? endMs - packages.startedAtMs)
  const total = startedAtMs === null ? 0 : endMs - startedAtMs
  const answering = answeringUntil(run, endMs)
  const tools = Math.min(toolsUntil(run.toolCalls, total), total - answering)
  return {
    starting: atLeastZero(startedMs - askedAtMs),
    packages: atLeastZero(packagesMs),
    running: atLeastZero(total - answering - tools),
    tools: atLeastZero(tools),
    answering: atLeastZero(answering),
  }
}

/** The log has a run's duration and its calls. Waiting for answers counts as running there. */
export function readLoggedClocks(durationMs: number, toolCalls: readonly ToolCallState[]): RunClocks {
  const tools = Math.min(toolsUntil(toolCalls, durationMs), durationMs)
  return { starting: null, packages: null, running: durationMs - tools, tools, answering: null }
}

function answeringUntil({ answering }: RunState, endMs: number): number {
  return answering.totalMs + (answering.sinceMs === null ? 0 : endMs - answering.sinceMs)
}

/** Overlapping calls count once. */
function toolsUntil(toolCalls: readonly ToolCallState[], totalMs: number): number {
  let waited = 0
  let coveredUntil = 0
  // A call that waited for approval begins later than calls that came after it.
  for (const { status, offsetMs, durationMs } of toolCalls.toSorted((a, b) => a.offsetMs - b.offsetMs)) {
    if (status === 'asking') continue
    const until = durationMs === null ? totalMs : offsetMs + durationMs
    waited += Math.max(0, until - Math.max(offsetMs, coveredUntil))
    coveredUntil = Math.max(coveredUntil, until)
  }
  return waited
}

const atLeastZero = (milliseconds: number): number => Math.max(0, milliseconds)
