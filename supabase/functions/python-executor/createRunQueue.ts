/** A bounded queue for runs that is fair between users: a semaphore per call depth limits how many scripts run concurrently. */
import { AppError } from '../../../contract/errors.ts'

export interface RunQueue {
  /**
   * Waits for a place. Rejects with AppError `executor-busy` if the user's share of the queue is full, or with the signal's
   * reason if aborted while waiting.
   *
   * @returns The function that frees the place. It is idempotent.
   */
  take(asker: Asker, signal: AbortSignal): Promise<() => void>
}

interface Asker {
  readonly userId: string
  readonly depth: number
}

interface QueueOptions {
  /** Scripts that run concurrently, of one user or of several. */
  readonly atOnce: number
  /** Scripts of one user that may wait. */
  readonly waiting: number
  /** In milliseconds, from a monotonic clock. */
  readonly now?: () => number
}

/** Users who run nothing share this many times `atOnce` further places, so that nobody can hold all. */
const reserve = 1
/** All users together may have this many times `waiting` scripts wait. */
const waitingUsers = 8
/** Assumed until a script has ended. */
const usualRunMs = 5_000
const retrySeconds = { least: 5, most: 600 }

/**
 * Both limits apply to each depth separately. A script that waits for a script it started keeps its place, so a single queue
 * could deadlock.
 */
export function createRunQueue({ atOnce, waiting, now = () => performance.now() }: QueueOptions): RunQueue {
  const lanes = new Map<number, Lane>()
  /** A moving average of how long a script keeps its place. */
  let runMs = usualRunMs

  return {
    async take({ userId, depth }, signal) {
      const lane = lanes.get(depth) ?? { running: [], queue: [] }
      lanes.set(depth, lane)
      signal.throwIfAborted()
      if (isFree(lane, userId)) lane.running.push(userId)
      else if (isFull(lane, userId)) throw busy(lane, userId)
      else await queueUp(lane, userId, signal)
      return leaver(lane, userId)
    },
  }

  /** The reserve is for users who run nothing. */
  function isFree({ running }: Lane, userId: string): boolean {
    const most = running.includes(userId) ? atOnce : atOnce * (1 + reserve)
    return running.length < most
  }

  function isFull({ queue }: Lane, userId: string): boolean {
    return queue.length >= waiting * waitingUsers || countOf(queue, userId) >= waiting
  }

  function leaver(lane: Lane, userId: string): () => void {
    const sinceMs = now()
    let isOver = false
    return () => {
      if (isOver) return
      isOver = true
      runMs = runMs * 0.8 + (now() - sinceMs) * 0.2
      lane.running.splice(lane.running.indexOf(userId), 1)
      admit(lane)
    }
  }

  /** The next is the user with the fewest scripts under way; of equals, whoever waits longest. */
  function admit(lane: Lane): void {
    const running = ({ userId }: Waiting) => lane.running.filter((each) => each === userId).length
    for (;;) {
      const [next] = lane.queue
        .filter(({ userId }) => isFree(lane, userId))
        .toSorted((one, other) => running(one) - running(other))
      if (next === undefined) return
      lane.queue.splice(lane.queue.indexOf(next), 1)
      // At once, so that no newcomer overtakes.
      lane.running.push(next.userId)
      next.come()
    }
  }

  function busy({ queue }: Lane, userId: string): AppError {
    const rounds = Math.max(1, (countOf(queue, userId) || queue.length) / atOnce)
    const seconds = Math.min(
      retrySeconds.most,
      Math.max(retrySeconds.least, Math.ceil((runMs * rounds) / 1000)),
    )
    const sentence = `The server is busy with other scripts, and as many of yours as may are waiting. Try again in ${seconds} s.`
    return new AppError('executor-busy', sentence, undefined, seconds)
  }
}

interface Waiting {
  readonly userId: string
  /** Called when its place is free. */
  readonly come: () => void
}

interface Lane {
  /** The user of each script under way. */
  readonly running: string[]
  /** In the order in which they came. */
  readonly queue: Waiting[]
}

const countOf = (queue: readonly Waiting[], userId: string): number =>
  queue.filter((each) => each.userId === userId).length

function queueUp({ queue }: Lane, userId: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      queue.splice(queue.indexOf(entry), 1)
      reject(signal.reason)
    }
    const entry: Waiting = {
      userId,
      come: () => {
        signal.removeEventListener('abort', leave)
        resolve()
      },
    }
    queue.push(entry)
    signal.addEventListener('abort', leave, { once: true })
  })
}
