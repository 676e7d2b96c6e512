/** summarise-conversation: folds the older turns of a conversation into its summary, and stores it. */
import { conversationSummary, summaryFunction, summaryRequest } from '../../../contract/chat/chat.ts'
import { AppError } from '../../../contract/errors.ts'
import { checkArguments } from '../../../contract/tools/checkArguments.ts'
import { databaseFault } from '../_shared/databaseFault.ts'
import { limitRate } from '../_shared/limitRate.ts'
import { servePost } from '../_shared/servePost.ts'
import { askForSummary } from './askForSummary.ts'

export default {
  fetch: servePost(summaryFunction, async (body, { userId, supabase }, { signal }) => {
    limitRate(userId, 'spend')
    const request = checkArguments({ name: summaryFunction, parameters: summaryRequest }, body)
    const { conversation_id, through_message_id } = request
    // Checked first, so that no model call is paid for a summary that cannot be stored.
    const owned = await supabase
      .from('messages')
      .select('id')
      .match({ id: through_message_id, conversation_id })
      .abortSignal(signal)
      .maybeSingle()
    if (owned.error !== null) throw databaseFault(owned.error, owned.status)
    if (owned.data === null) {
      throw new AppError('tool-input-invalid', 'You have no conversation with this message.')
    }
    const { summary, model } = await askForSummary(userId, request, signal)
    const stored = await supabase
      .from('conversation_summaries')
      .insert({ conversation_id, through_message_id, summary, model })
      .select('conversation_id, summary, through_message_id, created_at')
      .abortSignal(signal)
      .single()
    if (stored.error !== null) throw databaseFault(stored.error, stored.status)
    return Response.json(conversationSummary.parse(stored.data))
  }),
}
