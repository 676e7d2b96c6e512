/** tools.retry_webhooks: another attempt at what subscribers did not get. */
import { z } from 'zod'
import { webhookDelivery } from '../webhooks.ts'
import { defineTool } from './defineTool.ts'

export const retryWebhooks = defineTool({
  name: 'retry_webhooks',
  functionName: 'retry-webhooks',
  summary: 'Send again what subscribers did not get: one delivery, or all whose pause is over.',
  effect: 'write',
  parameters: z.strictObject({
    delivery_id: z
      .uuid()
      .nullable()
      .default(null)
      .describe('One delivery, sent at once and whatever became of it. None: up to 20 that are due.'),
  }),
  result: z.object({ deliveries: z.array(webhookDelivery).describe('What was sent, and how that went.') }),
  example: 'await tools.retry_webhooks()',
})
