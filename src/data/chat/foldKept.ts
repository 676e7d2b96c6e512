/** The merge rule of kept rows: the newest version wins, and nothing comes after a removal. */
import type { KeptRow } from './KeptRows.ts'

/**
 * Merges `fresh` into `kept`. All rows belong to one user; `kept` must hold all rows of the conversations in
 * `fresh`.
 */
export function foldKept(kept: readonly KeptRow[], fresh: readonly KeptRow[]): readonly KeptRow[] {
  const rows = new Map(kept.map((row) => [row.id, row]))
  for (const row of fresh) {
    const known = rows.get(row.id)
    if (rows.get(row.conversationId)?.kind === 'removed-conversation') continue
    if (known?.kind === 'removed-message' || (known?.revision ?? -1) >= row.revision) continue
    if (row.kind === 'conversation' || row.kind === 'removed-conversation')
      for (const each of rows.values()) {
        if (each.conversationId !== row.conversationId) continue
        if (row.kind === 'removed-conversation') rows.delete(each.id)
        // A message may have been refused because its conversation was missing.
        else if (each.state === 'refused') rows.set(each.id, { ...each, state: 'pending', reason: null })
      }
    rows.set(row.id, row)
  }
  return [...rows.values()]
}
