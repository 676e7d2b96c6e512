/** Delivers a user's kept rows until none is due or an obstacle stops it. */
import type { Backend } from '../connectBackend.ts'
import type { Obstacle, Round } from '../delivery/createDeliveryLoop.ts'
import { sendAs } from '../delivery/sendAs.ts'
import { createDeliveryPace } from './createDeliveryPace.ts'
import type { KeptRow, KeptRows } from './KeptRows.ts'
import { sendRows } from './sendRows.ts'
import { toBatches } from './toBatches.ts'

interface DeliveryOptions extends Pick<Backend, 'supabase' | 'session'> {
  readonly rows: Pick<KeptRows, 'all' | 'settle' | 'refuse'>
}

/** The returned function never throws and touches no rows of other users. */
export function createChatDelivery({ supabase, session, rows }: DeliveryOptions) {
  const pace = createDeliveryPace()

  /**
   * Sends one batch. @param refused collects ids of refused rows. @returns the obstacle for later batches, or
   * null.
   */
  async function deal(
    userId: string,
    batch: readonly KeptRow[],
    refused: Set<string>,
  ): Promise<Obstacle | null> {
    const outcome = await sendAs(session, userId, (authorization) => sendRows(supabase, authorization, batch))
    const [first, ...others] = batch
    if (outcome.type === 'delivered') {
      pace.delivered(batch)
      await rows.settle(batch)
      return null
    }
    if (outcome.type !== 'rejected') return outcome.type
    if (first !== undefined && others.length === 0) {
      refused.add(first.id)
      await rows.refuse(first, outcome.reason)
      return null
    }
    // One row is bad: send each alone, so that the others are delivered.
    for (const row of batch) {
      const obstacle = await deal(userId, [row], refused)
      if (obstacle !== null) return obstacle
    }
    return null
  }

  return async (userId: string): Promise<Round> => {
    // Also in memory, since the disk may fail to store the refusal.
    const refused = new Set<string>()
    for (;;) {
      const waiting = (await rows.all(userId))
        .filter(({ id, state }) => state === 'pending' && !refused.has(id))
        .flatMap((row) => {
          const dueInMs = pace.dueInMs(row)
          return dueInMs === null ? [] : [{ row, dueInMs }]
        })
      const due = waiting.filter(({ dueInMs }) => dueInMs === 0)
      if (due.length === 0) {
        const nextMs = waiting.length === 0 ? null : Math.min(...waiting.map(({ dueInMs }) => dueInMs))
        return { obstacle: null, nextMs }
      }
      for (const batch of toBatches(due.map(({ row }) => row))) {
        const obstacle = await deal(userId, batch, refused)
        if (obstacle !== null) return { obstacle, nextMs: null }
      }
    }
  }
}
