/** tools.ecosystem_webhook: an event for everybody whom the owner has subscribed to it. */
import { z } from 'zod'
import { webhookDelivery, webhookEventType } from '../webhooks.ts'
import { defineTool } from './defineTool.ts'

export const ecosystemWebhook = defineTool({
  name: 'ecosystem_webhook',
  functionName: 'ecosystem-webhook',
  summary: 'Publish an event: it is stored, signed, and sent to your subscribers (Settings, Webhooks).',
  effect: 'write',
  parameters: z.strictObject({
    event_type: webhookEventType.describe("What happened, such as 'mining.paid'."),
    payload: z
      .record(z.string(), z.unknown())
      .refine(
        (payload) => JSON.stringify(payload).length <= 64_000,
        'has more than 64,000 characters as JSON',
      )
      .describe('What subscribers are told of it, as JSON of at most 64,000 characters.'),
  }),
  result: z.object({
    event_id: z.string(),
    deliveries: z
      .array(webhookDelivery)
      .describe('One for each subscriber; none where nobody subscribed to it.'),
  }),
  example: 'await tools.ecosystem_webhook("mining.paid", {"xmr": 0.1})',
})
