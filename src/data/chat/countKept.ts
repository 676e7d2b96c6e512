/** Counts what is kept, for whoever is told how much is not delivered. */
import type { KeptCounts, KeptRow } from './KeptRows.ts'

export function countKept(rows: readonly KeptRow[]): KeptCounts {
  const refused = rows.filter(({ state }) => state === 'refused')
  return {
    pending: rows.length - refused.length,
    refused: refused.length,
    refusedReason: refused.at(-1)?.reason ?? null,
  }
}
