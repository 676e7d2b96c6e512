/** tools.retry_webhooks: resends webhook deliveries that failed. */
import { z } from 'zod'
import { webhookDelivery } from '../webhooks.ts'
import { defineTool } from './defineTool.ts'

export const retryWebhooks = defineTool({
  name: 'retry_webhooks',
  functionName: 'retry-webhooks',
  summary: 'Resend webhook deliveries that failed: one delivery, or all whose retry is due.',
  effect: 'write',
  parameters: z.strictObject({
    delivery_id: z
      .uuid()
      .nullable()
      .default(null)
      .describe('One delivery to send at once, whatever its status. None: up to 20 that are due.'),
  }),
  result: z.object({
    deliveries: z.array(webhookDelivery).describe('The deliveries that were sent, with their outcomes.'),
  }),
  example: 'await tools.retry_webhooks()',
})
