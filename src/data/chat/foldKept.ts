/** The one rule for what is kept of a row: its newest version, and nothing after its removal. */
import type { KeptRow } from './KeptRows.ts'

/** What is kept after `fresh` came to `kept`: all of one user, and of `kept` all of the conversations concerned. */
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
        // It may have been refused for want of its conversation.
        else if (each.state === 'refused') rows.set(each.id, { ...each, state: 'pending', reason: null })
      }
    rows.set(row.id, row)
  }
  return [...rows.values()]
}
