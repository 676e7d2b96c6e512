/** Delivers a user's entries in order until none is left or an obstacle stops it. */
import type { ToolCall } from '../../../contract/run/executions.ts'
import type { StoredEntry } from '../../../run/journal/outboxEntry.ts'
import type { Backend } from '../connectBackend.ts'
import type { Round } from '../delivery/createDeliveryLoop.ts'
import { sendAs } from '../delivery/sendAs.ts'
import type { SendOutcome } from '../delivery/toSendOutcome.ts'
import type { OutboxStore } from './OutboxStore.ts'
import { sendEntry } from './sendEntry.ts'

interface DeliveryOptions extends Pick<Backend, 'supabase' | 'session'> {
  readonly store: OutboxStore
  /** Called after every entry that left the store. */
  readonly onProgress: () => void
}

/** The returned function never throws and touches no entries of other users. */
export function createLogDelivery({ supabase, session, store, onProgress }: DeliveryOptions) {
  /** Runs whose `run-started` was refused, so that later entries have no row to belong to. */
  const refused = new Map<string, string>()

  async function send(userId: string, entry: StoredEntry): Promise<SendOutcome> {
    const reason = refused.get(entry.executionId)
    if (reason !== undefined) return { type: 'rejected', reason }
    return sendAs(session, userId, (authorization) => sendEntry(supabase, authorization, entry))
  }

  /** Sends one entry. @returns the outcome, and the part of the entry that it concerns. */
  async function deal(
    userId: string,
    entry: StoredEntry,
  ): Promise<{ outcome: SendOutcome; left: StoredEntry }> {
    const outcome = await send(userId, entry)
    if (outcome.type !== 'rejected' || entry.kind !== 'tool-calls') return { outcome, left: entry }
    // One call is bad: send each alone, so that the others are delivered.
    const bad: ToolCall[] = []
    for (const row of entry.rows) {
      const { type } = await send(userId, { ...entry, rows: [row] })
      if (type === 'rejected') bad.push(row)
      else if (type !== 'delivered') return { outcome: { type }, left: entry }
    }
    return {
      outcome: bad.length === 0 ? { type: 'delivered' } : outcome,
      left: { ...entry, rows: bad },
    }
  }

  return async (userId: string): Promise<Round> => {
    for (;;) {
      const entry = await store.next(userId)
      if (entry === null) return { obstacle: null, nextMs: null }
      const { outcome, left } = await deal(userId, entry)
      if (outcome.type === 'delivered') await store.remove(entry)
      else if (outcome.type !== 'rejected') return { obstacle: outcome.type, nextMs: null }
      else {
        if (entry.kind === 'run-started') refused.set(entry.executionId, outcome.reason)
        await store.reject(left, outcome.reason)
      }
      onProgress()
    }
  }
}
