/** Writes the log of a run as the caller, in order, while the run goes on. */
import type { SupabaseClient } from '@supabase/supabase-js'
import type { EntryOf, OutboxEntry } from '../../../src/data/outboxEntry.ts'

export interface RunLog {
  append(entry: OutboxEntry): void
  /** Resolves when all that was appended is written or given up. Never rejects. */
  settled(): Promise<void>
}

const most = { calls: 50, characters: 2_000_000 }
/** How long it waits before it tries again, in milliseconds. */
const pauses = [200, 1_000, 4_000]
const requestMs = 15_000

/** `onLoss` hears, without what the rows hold, of what could not be written. */
export function createRunLog(supabase: SupabaseClient, onLoss: (sentence: string) => void): RunLog {
  const waiting: OutboxEntry[] = []
  let sending: Promise<void> = Promise.resolve()
  let isSending = false

  async function sendAll(): Promise<void> {
    isSending = true
    for (let batch = nextBatch(waiting); batch.length > 0; batch = nextBatch(waiting)) await send(batch)
    isSending = false
  }

  async function send(batch: readonly OutboxEntry[]): Promise<void> {
    const refusal = await write(supabase, batch)
    if (refusal === null) return
    // One of them is bad; the others must not suffer for it.
    if (batch.length > 1) for (const entry of batch) await send([entry])
    else onLoss(`${batch[0]?.kind} of an execution was not logged: ${refusal}`)
  }

  return {
    append(entry) {
      waiting.push(entry)
      if (!isSending) sending = sendAll()
    },
    settled: () => sending,
  }
}

/** Calls that wait are written together. */
function nextBatch(waiting: OutboxEntry[]): OutboxEntry[] {
  let characters = 0
  let count = 0
  for (const entry of waiting.slice(0, most.calls)) {
    characters += JSON.stringify(entry.row).length
    if (count > 0 && (entry.kind !== 'tool-call' || characters > most.characters)) break
    count += 1
    if (entry.kind !== 'tool-call') break
  }
  return waiting.splice(0, count)
}

/** null, or why the database will not take it. */
async function write(supabase: SupabaseClient, batch: readonly OutboxEntry[]): Promise<string | null> {
  for (const pause of [...pauses, null]) {
    const { error, status } = await request(supabase, batch).abortSignal(AbortSignal.timeout(requestMs))
    if (error === null) return null
    const isPassing = status === 0 || status === 429 || status >= 500
    if (!isPassing || pause === null) return `${status} ${error.code}`
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
  return null
}

function request(supabase: SupabaseClient, batch: readonly OutboxEntry[]) {
  const [first] = batch
  if (first?.kind === 'run-started') return supabase.from('eliza_python_executions').insert(first.row)
  if (first?.kind === 'run-ended')
    return supabase.from('eliza_python_executions').update(first.row).eq('id', first.executionId)
  const calls = batch.filter((entry): entry is EntryOf<'tool-call'> => entry.kind === 'tool-call')
  const rows = calls.map(({ row }) => row)
  return supabase.from('eliza_tool_calls').upsert(rows, { ignoreDuplicates: true, onConflict: 'id' })
}
