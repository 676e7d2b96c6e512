/** A bounded queue for runs: a semaphore per call depth limits how many scripts run concurrently. */
import { AppError } from '../../../contract/errors.ts'

export interface RunQueue {
  /**
   * Waits for a place. Rejects with AppError `executor-busy` if the queue is full, or with the signal's
   * reason if aborted while waiting.
   *
   * @returns The function that frees the place. It is idempotent.
   */
  take(depth: number, signal: AbortSignal): Promise<() => void>
}

/**
 * `atOnce` and `waiting` apply to each depth separately. A script that waits for a script it started keeps
 * its place, so a single queue could deadlock.
 */
export function createRunQueue({
  atOnce,
  waiting,
}: {
  readonly atOnce: number
  readonly waiting: number
}): RunQueue {
  const lanes = new Map<number, Lane>()
  return {
    take(depth, signal) {
      const lane = lanes.get(depth) ?? { running: 0, queue: [] }
      lanes.set(depth, lane)
      return enter(lane, signal)
    },
  }

  async function enter(lane: Lane, signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted()
    if (lane.running < atOnce) lane.running += 1
    else if (lane.queue.length >= waiting) throw new AppError('executor-busy')
    // A finished run passes its place directly to the next in the queue, so that no newcomer overtakes.
    else await queueUp(lane, signal)
    let isOver = false
    return () => {
      if (isOver) return
      isOver = true
      const next = lane.queue.shift()
      if (next === undefined) lane.running -= 1
      else next()
    }
  }
}

interface Lane {
  running: number
  /** Each function is called when its place is free. */
  readonly queue: (() => void)[]
}

function queueUp({ queue }: Lane, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      queue.splice(queue.indexOf(come), 1)
      reject(signal.reason)
    }
    const come = () => {
      signal.removeEventListener('abort', leave)
      resolve()
    }
    queue.push(come)
    signal.addEventListener('abort', leave, { once: true })
  })
}
