/** Holds the tool calls of a run that wait for a person's approval. */

export type Choice = 'allow' | 'deny'

/** Absent limits: a call waits until it is decided or withdrawn. In milliseconds. */
export interface DecisionLimits {
  /** For each call. */
  readonly callMs: number
  /** For the time of a run in which any call waits. */
  readonly runMs: number
}

export interface Decisions {
  /** Resolves with the decision, with 'withdrawn' if the signal aborts first, or with 'expired' at a limit. */
  wait(call: number, signal: AbortSignal): Promise<Choice | 'withdrawn' | 'expired'>
  /** The first decision counts. A call that does not wait is left alone. */
  decide(call: number, choice: Choice): void
}

export function createDecisions(limits?: DecisionLimits): Decisions {
  const waiting = new Map<number, (choice: Choice | 'withdrawn' | 'expired') => void>()
  let waitedMs = 0
  let sinceMs = 0

  function leftMs({ callMs, runMs }: DecisionLimits): number {
    const underWay = waiting.size === 0 ? 0 : performance.now() - sinceMs
    return Math.max(0, Math.min(callMs, runMs - waitedMs - underWay))
  }

  return {
    wait: (call, signal) =>
      new Promise((resolve) => {
        const timer = limits && setTimeout(() => settle('expired'), leftMs(limits))
        const settle = (choice: Choice | 'withdrawn' | 'expired') => {
          clearTimeout(timer)
          if (waiting.delete(call) && waiting.size === 0) waitedMs += performance.now() - sinceMs
          signal.removeEventListener('abort', withdraw)
          resolve(choice)
        }
        const withdraw = () => settle('withdrawn')
        if (signal.aborted) return withdraw()
        signal.addEventListener('abort', withdraw)
        if (waiting.size === 0) sinceMs = performance.now()
        waiting.set(call, settle)
      }),
    decide: (call, choice) => waiting.get(call)?.(choice),
  }
}
