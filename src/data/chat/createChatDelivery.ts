/** Sends a user's kept rows until none is due or something is in the way. */
import type { Backend } from '../createBackend.ts'
import type { DeliveryOutcome } from '../createDelivery.ts'
import type { SendOutcome } from '../toSendOutcome.ts'
import { createDeliveryPace } from './createDeliveryPace.ts'
import type { KeptRow, KeptRows } from './KeptRows.ts'
import { sendRows } from './sendRows.ts'
import { toBatches } from './toBatches.ts'

interface DeliveryOptions extends Pick<Backend, 'supabase' | 'session'> {
  readonly rows: Pick<KeptRows, 'all' | 'settle' | 'refuse'>
}

interface Delivered {
  readonly outcome: DeliveryOutcome
  /** In how many milliseconds a row is due that is not yet; null where there is none. */
  readonly nextMs: number | null
}

/** The given function never throws, and touches no row of another user. */
export function createChatDelivery({ supabase, session, rows }: DeliveryOptions) {
  const pace = createDeliveryPace()

  async function send(userId: string, batch: readonly KeptRow[]): Promise<SendOutcome> {
    try {
      const authorization = await session.authorize()
      if (authorization?.userId !== userId) return { type: 'signed-out' }
      return await sendRows(supabase, authorization, batch)
    } catch {
      return { type: 'unreachable' }
    }
  }

  /** What is in the way of the others; null where nothing is. What is refused is named in `refused`. */
  async function deal(
    userId: string,
    batch: readonly KeptRow[],
    refused: Set<string>,
  ): Promise<DeliveryOutcome | null> {
    const outcome = await send(userId, batch)
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
    // One of them is bad; the others must not suffer for it.
    for (const row of batch) {
      const inTheWay = await deal(userId, [row], refused)
      if (inTheWay !== null) return inTheWay
    }
    return null
  }

  return async (userId: string): Promise<Delivered> => {
    // The disk may fail to remember it.
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
        return { outcome: 'empty', nextMs }
      }
      for (const batch of toBatches(due.map(({ row }) => row))) {
        const inTheWay = await deal(userId, batch, refused)
        if (inTheWay !== null) return { outcome: inTheWay, nextMs: null }
      }
    }
  }
}
