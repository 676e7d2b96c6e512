/** Limits the memory that the bodies of all requests take together, and those of one sender. */

export interface MemoryBudget {
  /** @returns false if there is no room: the taker then takes nothing. */
  readonly take: (sender: string, bytes: number) => boolean
  readonly release: (sender: string, bytes: number) => void
}

export function createMemoryBudget(most: number, mostOfSender: number): MemoryBudget {
  const taken = new Map<string, number>()
  let sum = 0
  return {
    take(sender, bytes) {
      const own = (taken.get(sender) ?? 0) + bytes
      if (sum + bytes > most || own > mostOfSender) return false
      sum += bytes
      taken.set(sender, own)
      return true
    },
    release(sender, bytes) {
      const left = (taken.get(sender) ?? 0) - bytes
      sum -= bytes
      if (left > 0) taken.set(sender, left)
      else taken.delete(sender)
    },
  }
}
