/** tools.remember: stores a text as the caller's memory, with its vector where something can make one. */
import { remember } from '../../../contract/tools/remember.ts'
import { tryToEmbed } from '../_shared/ai/embedOnce.ts'
import { databaseFault } from '../_shared/databaseFault.ts'
import { logFault } from '../_shared/logFault.ts'
import { serveTool } from '../_shared/serveTool.ts'
import { storeVector } from '../_shared/storeVector.ts'

export default {
  fetch: serveTool(remember, async (memory, { supabase, signal }) => {
    const { data, error, status } = await supabase
      .from('memories')
      .insert(memory)
      .select('id, created_at')
      .abortSignal(signal)
      .single()
    if (error !== null) throw databaseFault(error, status)
    const embedding = await tryToEmbed(memory.content, signal)
    if ('note' in embedding) return { ...data, embedded: false, note: embedding.note }
    try {
      await storeVector(supabase, data.id, embedding.vector, signal)
    } catch (fault) {
      signal.throwIfAborted()
      // The text is stored: the caller must not store it again.
      logFault('remember, storing a vector', fault)
      return {
        ...data,
        embedded: false,
        note: 'Its vector could not be stored. vectorize_memory tries again.',
      }
    }
    return { ...data, embedded: true, note: null }
  }),
}
