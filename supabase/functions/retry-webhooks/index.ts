/** tools.retry_webhooks: resends one of the caller's deliveries, or all that are due. */
import { AppError } from '../../../contract/errors.ts'
import { retryWebhooks } from '../../../contract/tools/retryWebhooks.ts'
import { serveTool } from '../_shared/serveTool.ts'
import { readDeliveries, sendDeliveries } from '../_shared/webhooks/sendDeliveries.ts'

export default {
  fetch: serveTool(retryWebhooks, async ({ delivery_id }, { supabase, signal }) => {
    const caller = { supabase, signal }
    const sent = await sendDeliveries(delivery_id === null ? {} : { delivery: delivery_id }, caller)
    if (sent.length === 0 && delivery_id !== null) {
      throw new AppError('tool-input-invalid', 'You have no delivery with this id.')
    }
    return {
      deliveries: sent.length === 0 ? [] : await readDeliveries({ column: 'id', values: sent }, caller),
    }
  }),
}
