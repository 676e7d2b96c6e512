/** Numbers the versions of rows: ever higher, in all tabs and machines that have seen each other's. */

export interface Revisions {
  readonly next: () => number
  /** Of a row that came from elsewhere: what is written here from now on is newer. */
  readonly see: (revision: number) => void
}

/**
 * A hybrid logical clock in milliseconds, so that a machine whose clock is behind still replaces what it has read.
 * Source: Kulkarni et al., "Logical Physical Clocks", 2014.
 */
export function createRevisions(now: () => number = Date.now): Revisions {
  let last = 0
  return {
    next() {
      last = Math.max(now(), last + 1)
      return last
    },
    see(revision) {
      last = Math.max(last, revision)
    },
  }
}
