/**
 * Decides when a kept row is sent: each version once, and a message that is being written at most every 2 s
 * (throttle).
 */
import type { KeptRow } from './KeptRows.ts'

/** Least time between two deliveries of a message that is being written. */
const writingMs = 2000

export interface DeliveryPace {
  /** Milliseconds until the row is due: 0 if now, null if the backend has it. */
  readonly dueInMs: (row: KeptRow) => number | null
  readonly delivered: (rows: readonly KeptRow[]) => void
}

export function createDeliveryPace(): DeliveryPace {
  const latest = new Map<string, { readonly revision: number; readonly at: number }>()
  const keyOf = ({ userId, id }: KeptRow) => `${userId} ${id}`
  return {
    dueInMs(row) {
      const known = latest.get(keyOf(row))
      if (known === undefined) return 0
      // The disk may have failed to remove it.
      if (known.revision >= row.revision) return null
      const isWriting = row.kind === 'message' && row.row.metadata.state === 'writing'
      return isWriting ? Math.max(0, known.at + writingMs - performance.now()) : 0
    },
    delivered(rows) {
      const at = performance.now()
      for (const row of rows) latest.set(keyOf(row), { revision: row.revision, at })
    },
  }
}
