/** Holds the tool calls of a run that wait for a person's approval. */

export type Choice = 'allow' | 'deny'

export interface Decisions {
  /** Resolves with the decision, or with 'withdrawn' if the signal aborts first. */
  wait(call: number, signal: AbortSignal): Promise<Choice | 'withdrawn'>
  /** The first decision counts. A call that does not wait is left alone. */
  decide(call: number, choice: Choice): void
}

export function createDecisions(): Decisions {
  const waiting = new Map<number, (choice: Choice | 'withdrawn') => void>()
  return {
    wait: (call, signal) =>
      new Promise((resolve) => {
        const settle = (choice: Choice | 'withdrawn') => {
          waiting.delete(call)
          signal.removeEventListener('abort', withdraw)
          resolve(choice)
        }
        const withdraw = () => settle('withdrawn')
        if (signal.aborted) return resolve('withdrawn')
        signal.addEventListener('abort', withdraw)
        waiting.set(call, settle)
      }),
    decide: (call, choice) => waiting.get(call)?.(choice),
  }
}
