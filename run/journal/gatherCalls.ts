/** Batches consecutive tool calls of a run into one entry: one write now, one request later. */
import type { OutboxEntry } from './outboxEntry.ts'

export interface Gathered {
  readonly entry: OutboxEntry
  /** The length of its rows' JSON. */
  readonly characters: number
}

const most = { rows: 200, characters: 1_000_000 }

/** Adds an entry to those that wait to be written, or merges it into the last one. */
export function gather(waiting: Gathered[], entry: OutboxEntry): void {
  if (entry.kind !== 'tool-calls') return void waiting.push({ entry, characters: 0 })
  const characters = JSON.stringify(entry.rows).length
  const last = waiting.at(-1)
  if (
    last?.entry.kind !== 'tool-calls' ||
    last.entry.executionId !== entry.executionId ||
    last.entry.rows.length + entry.rows.length > most.rows ||
    last.characters + characters > most.characters
  )
    return void waiting.push({ entry, characters })
  waiting[waiting.length - 1] = {
    entry: { ...entry, rows: [...last.entry.rows, ...entry.rows] },
    characters: last.characters + characters,
  }
}
