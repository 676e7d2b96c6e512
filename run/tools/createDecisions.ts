/** Holds the tool calls of a run that wait for a person's approval. */

export type Choice = 'allow' | 'deny'

export interface Decisions {
  /** Resolves with the decision, or with 'withdrawn' if the signal aborts first. */
  wait(seq: number, signal: AbortSignal): Promise<Choice | 'withdrawn'>
  /** The first decision counts. A call that does not wait is left alone. */
  decide(seq: number, choice: Choice): void
}

export function createDecisions(): Decisions {
  const waiting = new Map<number, (choice: Choice | 'withdrawn') => void>()
  return {
    wait: (seq, signal) =>
      new Promise((resolve) => {
        const settle = (choice: Choice | 'withdrawn') => {
          waiting.delete(seq)
          signal.removeEventListener('abort', withdraw)
          resolve(choice)
        }
        const withdraw = () => settle('withdrawn')
        if (signal.aborted) return resolve('withdrawn')
        signal.addEventListener('abort', withdraw)
        waiting.set(seq, settle)
      }),
    decide: (seq, choice) => waiting.get(seq)?.(choice),
  }
}
