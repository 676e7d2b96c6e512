/** Ends the runs of this browser whose tab is gone. */
import { oneAtATime } from '../../../lib/oneAtATime.ts'
import type { RunLiveness } from './createRunLiveness.ts'
import { interruptedEnd } from './interruptedEnd.ts'
import type { OutboxStore } from './OutboxStore.ts'

interface InterruptedRunsOptions {
  readonly store: OutboxStore
  readonly liveness: RunLiveness
  /** Whether the run is one of this tab. */
  readonly isOwn: (executionId: string) => boolean
  readonly onSettled: () => void
}

/** How often it is asked whether the tabs of unfinished runs still live. */
const lookAgainMs = 5000

/** `look` looks now, and goes on looking while other tabs run something. */
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
