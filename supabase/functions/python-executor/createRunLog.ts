/** Writes the log of a run with the caller's rights, in order, while the run is going on. */
import type { SupabaseClient } from '@supabase/supabase-js'
import { gather, type Gathered } from '../../../run/journal/gatherCalls.ts'
import { writeLogEntry } from '../../../run/journal/writeLogEntry.ts'
import type { OutboxEntry } from '../../../run/journal/outboxEntry.ts'

export interface RunLog {
  append(entry: OutboxEntry): void
  /** Resolves when every appended entry is written or given up. Never rejects. */
  settled(): Promise<void>
  /** Stops the heartbeat of a run that has no end. */
  dispose(): void
}

/** Pauses between retries (backoff), in milliseconds. */
const pauses = [200, 1_000, 4_000]
const requestMs = 15_000
/** The database presumes a run dead after 3 minutes without one. */
const heartbeatMs = 30_000
/** This process, as the heartbeat of its runs names it. */
const instanceId = crypto.randomUUID()

/**
 * @param onLoss Told of each entry that could not be written. The sentence does not contain the rows' data.
 */
export function createRunLog(supabase: SupabaseClient, onLoss: (sentence: string) => void): RunLog {
  /** Entries that arrived during the current write. Consecutive tool calls are batched into one entry. */
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
    // One bad row must not lose the others: write them one by one.
    if (entry.kind === 'tool-calls' && entry.rows.length > 1)
      for (const row of entry.rows) await send({ ...entry, rows: [row] })
    else onLoss(`${entry.kind} of an execution was not logged: ${refusal}`)
  }

  let heartbeat: ReturnType<typeof setInterval> | undefined
  const stopHeart = () => clearInterval(heartbeat)
  const beat = async (executionId: string) => {
    await supabase
      .rpc('beat_executions', { instance: instanceId, running: [executionId] })
      .abortSignal(AbortSignal.timeout(requestMs))
  }

  return {
    append(entry) {
      if (entry.kind === 'run-started')
        heartbeat = setInterval(() => void beat(entry.executionId), heartbeatMs)
      if (entry.kind === 'run-ended') stopHeart()
      gather(waiting, withInstance(entry))
      if (!isSending) sending = sendAll()
    },
    settled: () => sending,
    dispose: stopHeart,
  }
}

/** The beginning of a run names the process that runs it. */
const withInstance = (entry: OutboxEntry): OutboxEntry =>
  entry.kind === 'run-started' ? { ...entry, row: { ...entry.row, instance_id: instanceId } } : entry

/** @returns null, or why the database rejected the entry. */
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
