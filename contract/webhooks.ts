/** Schemas of webhook subscriptions and deliveries. */
import { z } from 'zod'

export const webhookEventType = z
  .string()
  .regex(/^[A-Za-z0-9_.:-]{1,100}$/, 'must be letters, digits and _ . : - such as mining.paid')

export const webhookSubscription = z.object({
  id: z.string(),
  url: z.string(),
  /** Empty: all types. */
  event_types: z.array(z.string()),
  active: z.boolean(),
  created_at: z.string(),
})
export type WebhookSubscription = z.infer<typeof webhookSubscription>

/** The only answer that holds the secret. */
export const newWebhookSubscription = z.object({ id: z.string(), secret: z.string() })
export type NewWebhookSubscription = z.infer<typeof newWebhookSubscription>

export const webhookDelivery = z
  .object({
    id: z.string(),
    subscription_id: z.string(),
    event_type: z.string(),
    status: z.enum(['waiting', 'delivered', 'failed']),
    attempts: z.int().describe('So far; after 8 it has failed.'),
    response_code: z.int().nullable().describe("The subscriber's HTTP status; None where it gave none."),
    error: z.string().nullable().describe('What went wrong at the last attempt.'),
    next_attempt_at: z
      .string()
      .nullable()
      .describe('From when on the next call tries again, ISO 8601; None where nothing is left to do.'),
  })
  .meta({ title: 'WebhookDelivery' })
export type WebhookDelivery = z.infer<typeof webhookDelivery>
