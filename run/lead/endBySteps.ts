/** The ladder of Stop: cancel the run's tasks, then interrupt Python, then terminate the worker. */
import type { WorkerPort } from './createWorkerSpawner.ts'

/** In milliseconds: for a script to end when it is cancelled, for Python to see the interrupt, and for the script to end by it. */
const graceMs = { asked: 50, unheard: 100, interrupted: 120 }

/** `isOver` tells whether the run has ended meanwhile. If it has not, `giveUp` is called in the end. */
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
