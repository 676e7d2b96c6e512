/** A bounded queue for runs: so many scripts at once, so many waiting, and no more. */
import { AppError } from '../../../contract/errors.ts'

export interface RunQueue {
  /**
   * Resolves, when a place is free, with the function that frees it again. Throws `executor-busy` if too many wait already;
   * rejects with the signal's reason if aborted while waiting.
   */
  take(depth: number, signal: AbortSignal): Promise<() => void>
}

/**
 * `atOnce` and `waiting` hold for each depth: a script that waits for one it started keeps its own place, so a single queue
 * could deadlock.
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
    // A finished run hands its place on, so that no newcomer gets in between.
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
  /** Each is called when its turn has come. */
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
