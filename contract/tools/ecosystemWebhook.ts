/** tools.ecosystem_webhook: publishes an event to the owner's subscribers. */
import { z } from 'zod'
import { webhookDelivery, webhookEventType } from '../webhooks.ts'
import { defineTool } from './defineTool.ts'

export const ecosystemWebhook = defineTool({
  name: 'ecosystem_webhook',
  functionName: 'ecosystem-webhook',
  summary: 'Publish an event. It is stored, signed and sent to your subscribers (Settings, Webhooks).',
  effect: 'write',
  parameters: z.strictObject({
    event_type: webhookEventType.describe("The kind of event, such as 'mining.paid'."),
    payload: z
      .record(z.string(), z.unknown())
      .refine(
        (payload) => JSON.stringify(payload).length <= 64_000,
        'has more than 64,000 characters as JSON',
      )
      .describe('The data for the subscribers, at most 64,000 characters as JSON.'),
  }),
  result: z.object({
    event_id: z.string(),
    deliveries: z
      .array(webhookDelivery)
      .describe('One for each subscriber. Empty if there are no subscribers.'),
  }),
  example: 'await tools.ecosystem_webhook("mining.paid", {"xmr": 0.1})',
})
