/** The ladder of stopping: asks a run to end, then interrupts Python, then gives the worker up. */
import type { WorkerPort } from './createWorkerSpawner.ts'

/** How long a script has: to end when asked, then for Python to hear the interrupt, and then to end by it. */
const graceMs = { asked: 50, unheard: 100, interrupted: 120 }

/** `isOver` tells whether the run has ended meanwhile; `giveUp` is called where it has not. */
export function endBySteps(
  interpreter: WorkerPort,
  runId: string,
  isOver: () => boolean,
  giveUp: () => void,
): void {
  const unlessOver = (step: () => void) => () => {
    if (!isOver()) step()
  }
  const giveUpUnlessHeard = () => {
    if (interpreter.hasHeardInterrupt()) setTimeout(unlessOver(giveUp), graceMs.interrupted)
    else giveUp()
  }
  interpreter.post({ type: 'cancel', runId })
  setTimeout(
    unlessOver(() => {
      if (interpreter.interrupt()) setTimeout(unlessOver(giveUpUnlessHeard), graceMs.unheard)
      else giveUp()
    }),
    graceMs.asked,
  )
}
