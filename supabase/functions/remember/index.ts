/** tools.remember: stores a text as the caller's memory, with its vector if embedding is set up. */
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
      // An error would make the caller retry, and the text is already stored.
      logFault('remember, storing a vector', fault)
      return {
        ...data,
        embedded: false,
        note: 'The memory is stored, but its vector is not. Call vectorize_memory to try again.',
      }
    }
    return { ...data, embedded: true, note: null }
  }),
}
