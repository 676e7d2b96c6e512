/**
 * tools.ecosystem_webhook: stores an event and sends it to the caller's subscribers, with retries that are
 * due.
 */
import { ecosystemWebhook } from '../../../contract/tools/ecosystemWebhook.ts'
import { databaseFault } from '../_shared/databaseFault.ts'
import { serveTool } from '../_shared/serveTool.ts'
import { readDeliveries, sendDeliveries } from '../_shared/webhooks/sendDeliveries.ts'

export default {
  fetch: serveTool(ecosystemWebhook, async ({ event_type, payload }, { supabase, signal }) => {
    const caller = { supabase, signal }
    const {
      data: event,
      error,
      status,
    } = await supabase
      .rpc('publish_webhook_event', { type: event_type, data: JSON.stringify(payload) })
      .abortSignal(signal)
    if (error !== null) throw databaseFault(error, status)
    await sendDeliveries({ event }, caller)
    return {
      event_id: event,
      deliveries: await readDeliveries({ column: 'event_id', values: [event] }, caller),
    }
  }),
}
