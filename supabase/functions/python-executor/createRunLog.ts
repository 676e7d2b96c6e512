/** Writes the log of a run as the caller, in order, while the run goes on. */
import type { SupabaseClient } from '@supabase/supabase-js'
import { gather, type Gathered } from '../../../run/journal/gatherCalls.ts'
import { writeLogEntry } from '../../../run/journal/writeLogEntry.ts'
import type { OutboxEntry } from '../../../run/journal/outboxEntry.ts'

export interface RunLog {
  append(entry: OutboxEntry): void
  /** Resolves when all that was appended is written or given up. Never rejects. */
  settled(): Promise<void>
}

/** How long it waits before it tries again, in milliseconds. */
const pauses = [200, 1_000, 4_000]
const requestMs = 15_000

/** `onLoss` hears, without what the rows hold, of what could not be written. */
export function createRunLog(supabase: SupabaseClient, onLoss: (sentence: string) => void): RunLog {
  /** What came while the last was being written; calls among it that follow each other are one entry. */
  const waiting: Gathered[] = []
  let sending: Promise<void> = Promise.resolve()
  let isSending = false

  async function sendAll(): Promise<void> {
    isSending = true
    for (let next = waiting.shift(); next; next = waiting.shift()) await send(next.entry)
    isSending = false
  }

  async function send(entry: OutboxEntry): Promise<void> {
    const refusal = await write(supabase, entry)
    if (refusal === null) return
    // One of them is bad; the others must not suffer for it.
    if (entry.kind === 'tool-calls' && entry.rows.length > 1)
      for (const row of entry.rows) await send({ ...entry, rows: [row] })
    else onLoss(`${entry.kind} of an execution was not logged: ${refusal}`)
  }

  return {
    append(entry) {
      gather(waiting, entry)
      if (!isSending) sending = sendAll()
    },
    settled: () => sending,
  }
}

/** null, or why the database will not take it. */
async function write(supabase: SupabaseClient, entry: OutboxEntry): Promise<string | null> {
  for (const pause of [...pauses, null]) {
    const { error, status } = await writeLogEntry(supabase, entry).abortSignal(AbortSignal.timeout(requestMs))
    if (error === null) return null
    const isPassing = status === 0 || status === 429 || status >= 500
    if (!isPassing || pause === null) return `${status} ${error.code}`
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
  return null
}
