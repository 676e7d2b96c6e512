/** Counts pending and refused rows. */
import type { KeptCounts, KeptRow } from './KeptRows.ts'

export function countKept(rows: readonly KeptRow[]): KeptCounts {
  const refused = rows.filter(({ state }) => state === 'refused')
  return {
    pending: rows.length - refused.length,
    refused: refused.length,
    refusedReason: refused.at(-1)?.reason ?? null,
  }
}
