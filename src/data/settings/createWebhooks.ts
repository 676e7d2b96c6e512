/** Reads and changes the owner's webhook subscriptions, and reads their latest deliveries. */
import { z } from 'zod'
import { AppError } from '../../../contract/errors.ts'
import { retryWebhooks } from '../../../contract/tools/retryWebhooks.ts'
import {
  newWebhookSubscription,
  webhookDelivery,
  webhookSubscription,
  type NewWebhookSubscription,
} from '../../../contract/webhooks.ts'
import type { createCallFunction } from '../../../run/tools/createCallFunction.ts'
import type { Supabase } from '../createSupabase.ts'
import { databaseFault } from '../databaseFault.ts'

const listedDelivery = webhookDelivery.extend({ created_at: z.string() })
export type ListedDelivery = z.infer<typeof listedDelivery>

const listedDeliveries = 20

interface Place {
  readonly supabase: Supabase
  readonly callFunction: ReturnType<typeof createCallFunction>
}

export type Webhooks = ReturnType<typeof createWebhooks>

/** Every method throws an AppError, or the signal's reason if aborted. */
export function createWebhooks({ supabase, callFunction }: Place) {
  return {
    /** Subscriptions oldest first; the last 20 deliveries, newest first. */
    read: async (signal: AbortSignal) => {
      const [subscriptions, deliveries] = await Promise.all([
        supabase
          .from('webhook_subscriptions')
          .select(Object.keys(webhookSubscription.shape).join(','))
          .order('created_at')
          .abortSignal(signal),
        supabase
          .from('webhook_deliveries')
          .select(Object.keys(listedDelivery.shape).join(','))
          .order('created_at', { ascending: false })
          .limit(listedDeliveries)
          .abortSignal(signal),
      ])
      return {
        subscriptions: readRows(webhookSubscription, subscriptions),
        deliveries: readRows(listedDelivery, deliveries),
      }
    },

    /** Adds a subscription. Only this answer holds its secret. */
    add: async (address: string, types: readonly string[]): Promise<NewWebhookSubscription> => {
      const { data, error, status } = await supabase.rpc('create_webhook_subscription', { address, types })
      // The database words messages of failed checks itself.
      if (error?.code === '23514') throw new AppError('tool-input-invalid', error.message)
      if (error !== null) throw databaseFault(status, error.message)
      return newWebhookSubscription.parse(data)
    },

    setActive: async (id: string, active: boolean): Promise<void> => {
      const { error, status } = await supabase.from('webhook_subscriptions').update({ active }).eq('id', id)
      if (error !== null) throw databaseFault(status, error.message)
    },

    /** Removes a subscription and its deliveries. */
    remove: async (id: string): Promise<void> => {
      const { error, status } = await supabase.from('webhook_subscriptions').delete().eq('id', id)
      if (error !== null) throw databaseFault(status, error.message)
    },

    retry: async (deliveryId: string): Promise<void> => {
      const { toRequest, timeoutMs } = retryWebhooks
      const signal = new AbortController().signal
      await callFunction(toRequest({ delivery_id: deliveryId }), { signal, timeoutMs })
    },
  }
}

interface Answer {
  readonly data: unknown
  readonly error: { readonly message: string } | null
  readonly status: number
}

function readRows<Row extends z.ZodType>(row: Row, { data, error, status }: Answer): z.output<Row>[] {
  if (error !== null) throw databaseFault(status, error.message)
  const parsed = z.array(row).safeParse(data)
  if (parsed.success) return parsed.data
  throw new AppError('response-malformed', 'The database answered with rows of another shape.')
}
