/** Does one piece of work after another, by turns of those who sent it: nobody waits for all that another one sent. */

export interface FairQueue {
  /** Whether this sender may add something now. */
  readonly hasRoom: (sender: string) => boolean
  readonly run: <Result>(sender: string, work: () => Promise<Result>) => Promise<Result>
}

interface QueueOptions {
  /** Pieces of work that wait, of all senders. */
  readonly most: number
  readonly mostOfSender: number
}

export function createFairQueue({ most, mostOfSender }: QueueOptions): FairQueue {
  /** In the order of the senders' turns. */
  const waiting = new Map<string, (() => Promise<void>)[]>()
  let count = 0
  let isWorking = false

  async function work(): Promise<void> {
    if (isWorking) return
    isWorking = true
    for (let [turn] = waiting; turn !== undefined; [turn] = waiting) {
      const [sender, [job, ...others]] = turn
      waiting.delete(sender)
      if (others.length > 0) waiting.set(sender, others)
      count -= 1
      await job?.()
    }
    isWorking = false
  }

  return {
    hasRoom: (sender) => count < most && (waiting.get(sender)?.length ?? 0) < mostOfSender,
    run: (sender, job) =>
      new Promise((resolve, reject) => {
        waiting.set(sender, [...(waiting.get(sender) ?? []), () => job().then(resolve, reject)])
        count += 1
        void work()
      }),
  }
}
