/**
 * Numbers versions of rows, always increasing across all tabs and machines that have seen each other's rows.
 */

export interface Revisions {
  readonly next: () => number
  /** Takes note of a revision from elsewhere: later revisions here are higher. */
  readonly see: (revision: number) => void
}

/**
 * A hybrid logical clock in milliseconds: a machine whose clock is behind still replaces rows that it has
 * read.
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
