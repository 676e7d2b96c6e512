/** Ends runs whose tab of this browser is gone. */
import { oneAtATime } from '../../../lib/oneAtATime.ts'
import type { RunLiveness } from './createRunLiveness.ts'
import { interruptedEnd } from './interruptedEnd.ts'
import type { OutboxStore } from './OutboxStore.ts'

interface InterruptedRunsOptions {
  readonly store: OutboxStore
  readonly liveness: RunLiveness
  /** Whether the run belongs to this tab. */
  readonly isOwn: (executionId: string) => boolean
  readonly onSettled: () => void
}

/** Interval of checks whether the tabs of unfinished runs are alive. */
const lookAgainMs = 5000

/** `look` checks now, and keeps checking while other tabs run something. */
export function createInterruptedRuns({ store, liveness, isOwn, onSettled }: InterruptedRunsOptions) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isDisposed = false
  const look = oneAtATime(async () => {
    clearTimeout(timer)
    const others = (await store.openRuns()).filter(({ executionId }) => !isOwn(executionId))
    const living = await Promise.all(others.map(({ executionId }) => liveness.isAlive(executionId)))
    if (isDisposed) return
    const gone = others.filter((_, index) => living[index] === false)
    for (const run of gone) await store.close(interruptedEnd(run))
    if (gone.length > 0) onSettled()
    if (living.includes(true)) timer = setTimeout(() => void look(), lookAgainMs)
  })
  return {
    look,
    dispose() {
      isDisposed = true
      clearTimeout(timer)
    },
  }
}
