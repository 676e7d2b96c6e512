/** Who runs now and who waits: as many scripts at once as the machine can bear, and a queue with an end. */
import { AppError } from '../../../contract/errors.ts'

export interface Turns {
  /**
   * Resolves with what ends the turn. Throws `executor-busy` where too many wait already; rejects with the signal's reason
   * when aborted before its turn.
   */
  take(depth: number, signal: AbortSignal): Promise<() => void>
}

/**
 * `atOnce` and `waiting` hold for each depth: a script that waits for one it started keeps its own turn, so that all
 * turns of one queue could be waiting for each other.
 */
export function createTurns({
  atOnce,
  waiting,
}: {
  readonly atOnce: number
  readonly waiting: number
}): Turns {
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
    // Whoever leaves hands its place on, so that nobody new comes in between.
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
