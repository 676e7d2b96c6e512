/**
 * tools.extract_knowledge: a model finds the entities and relationships in a message, and they are stored.
 */
import { z } from 'zod'
import { AppError } from '../../../contract/errors.ts'
import { extractKnowledge } from '../../../contract/tools/extractKnowledge.ts'
import { databaseFault } from '../_shared/databaseFault.ts'
import { serveTool } from '../_shared/serveTool.ts'
import { askForKnowledge } from './askForKnowledge.ts'

/** Only the beginning of a longer message is read. */
const maxCharacters = 60_000

const { entities, relationships } = extractKnowledge.result.shape
const storedKnowledge = z.object({ entities, relationships })

export default {
  fetch: serveTool(extractKnowledge, async ({ message_id }, { userId, supabase, signal }) => {
    const { data, error, status } = await supabase
      .from('messages')
      .select('content')
      .eq('id', message_id)
      .abortSignal(signal)
      .maybeSingle()
    if (error !== null) throw databaseFault(error, status)
    if (data === null) throw new AppError('tool-input-invalid', 'You have no message with this id.')
    const { content } = z.object({ content: z.string() }).parse(data)
    if (content.trim() === '') throw new AppError('tool-input-invalid', 'This message has no text.')
    const { knowledge, answer, usage } = await askForKnowledge(
      content.slice(0, maxCharacters).toWellFormed(),
      { userId, signal },
    )
    const stored = await supabase
      .rpc('store_knowledge', { message: message_id, knowledge: JSON.stringify(knowledge) })
      .abortSignal(signal)
    if (stored.error !== null) throw databaseFault(stored.error, stored.status)
    // The message was deleted in the meantime.
    if (stored.data === null) throw new AppError('tool-input-invalid', 'You have no message with this id.')
    return {
      message_id,
      ...storedKnowledge.parse(stored.data),
      complete: content.length <= maxCharacters,
      provider: answer.ready.tier.id,
      model: answer.ready.model,
      usage,
    }
  }),
}
