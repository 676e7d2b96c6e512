/** Sends a user's entries one after the other until none is left or something is in the way. */
import type { ToolCall } from '../../contract/run/executions.ts'
import type { Backend } from './createBackend.ts'
import type { OutboxStore } from './log/OutboxStore.ts'
import type { StoredEntry } from '../../run/journal/outboxEntry.ts'
import { sendEntry } from './log/sendEntry.ts'
import type { SendOutcome } from './toSendOutcome.ts'

export type DeliveryOutcome = 'empty' | 'signed-out' | 'unreachable'

interface DeliveryOptions extends Pick<Backend, 'supabase' | 'session'> {
  readonly store: OutboxStore
  /** After every entry that left the store. */
  readonly onProgress: () => void
}

/** The given function never throws, and touches no entry of another user. */
export function createDelivery({ supabase, session, store, onProgress }: DeliveryOptions) {
  /** Runs whose beginning was refused: what follows of them has nothing to belong to. */
  const refused = new Map<string, string>()

  async function send(userId: string, entry: StoredEntry): Promise<SendOutcome> {
    const reason = refused.get(entry.executionId)
    if (reason !== undefined) return { type: 'rejected', reason }
    try {
      const authorization = await session.authorize()
      if (authorization?.userId !== userId) return { type: 'signed-out' }
      return await sendEntry(supabase, authorization, entry)
    } catch {
      return { type: 'unreachable' }
    }
  }

  /** How it went, with what of the entry that is about. */
  async function deal(
    userId: string,
    entry: StoredEntry,
  ): Promise<{ outcome: SendOutcome; left: StoredEntry }> {
    const outcome = await send(userId, entry)
    if (outcome.type !== 'rejected' || entry.kind !== 'tool-calls') return { outcome, left: entry }
    // One of them is bad; the others must not suffer for it.
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

  return async (userId: string): Promise<DeliveryOutcome> => {
    for (;;) {
      const entry = await store.next(userId)
      if (entry === null) return 'empty'
      const { outcome, left } = await deal(userId, entry)
      if (outcome.type === 'delivered') await store.remove(entry)
      else if (outcome.type !== 'rejected') return outcome.type
      else {
        if (entry.kind === 'run-started') refused.set(entry.executionId, outcome.reason)
        await store.reject(left, outcome.reason)
      }
      onProgress()
    }
  }
}
