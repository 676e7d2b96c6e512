/** Limits the memory that the bodies of all requests take together. */

export interface MemoryBudget {
  /** @returns false if there is no room: the taker then takes nothing. */
  readonly take: (bytes: number) => boolean
  readonly release: (bytes: number) => void
}

export function createMemoryBudget(most: number): MemoryBudget {
  let taken = 0
  return {
    take(bytes) {
      if (taken + bytes > most) return false
      taken += bytes
      return true
    },
    release: (bytes) => void (taken -= bytes),
  }
}
