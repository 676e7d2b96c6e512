/** Sends a user's entries one batch after the other until none is left or something is in the way. */
import type { Backend } from './createBackend.ts'
import type { OutboxStore } from './OutboxStore.ts'
import type { StoredEntry } from './outboxEntry.ts'
import { sendEntries, type SendOutcome } from './sendEntries.ts'

export type DeliveryOutcome = 'empty' | 'signed-out' | 'unreachable'

interface DeliveryOptions extends Pick<Backend, 'supabase' | 'session'> {
  readonly store: OutboxStore
  /** After every batch that left the store. */
  readonly onProgress: () => void
}

/** The given function never throws, and touches no entry of another user. */
export function createDelivery({ supabase, session, store, onProgress }: DeliveryOptions) {
  /** Runs whose beginning was refused: what follows of them has nothing to belong to. */
  const refused = new Map<string, string>()

  async function send(userId: string, batch: readonly StoredEntry[]): Promise<SendOutcome> {
    try {
      const authorization = await session.authorize()
      if (authorization?.userId !== userId) return { type: 'signed-out' }
      return await sendEntries(supabase, authorization, batch)
    } catch {
      return { type: 'unreachable' }
    }
  }

  async function setAside(entry: StoredEntry, reason: string): Promise<void> {
    if (entry.kind === 'run-started') refused.set(entry.executionId, reason)
    await store.reject(entry, reason)
  }

  /** Whether the batch is dealt with, or what is in the way. */
  async function deal(userId: string, batch: readonly StoredEntry[]): Promise<true | DeliveryOutcome> {
    const [first] = batch
    const known = first === undefined ? undefined : refused.get(first.executionId)
    const outcome: SendOutcome =
      batch.length === 1 && known !== undefined
        ? { type: 'rejected', reason: known }
        : await send(userId, batch)
    switch (outcome.type) {
      case 'delivered':
        await store.remove(batch)
        return true
      case 'rejected':
        if (batch.length === 1 && first !== undefined) {
          await setAside(first, outcome.reason)
          return true
        }
        // One of them is bad; the others must not suffer for it.
        for (const entry of batch) {
          const result = await deal(userId, [entry])
          if (result !== true) return result
        }
        return true
      case 'signed-out':
      case 'unreachable':
        return outcome.type
    }
  }

  return async (userId: string): Promise<DeliveryOutcome> => {
    for (;;) {
      const batch = await store.nextBatch(userId)
      if (batch.length === 0) return 'empty'
      const result = await deal(userId, batch)
      if (result !== true) return result
      onProgress()
    }
  }
}
