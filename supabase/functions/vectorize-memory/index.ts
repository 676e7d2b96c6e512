/** tools.vectorize_memory: embeds one of the caller's memories with the current model. */
import { AppError } from '../../../contract/errors.ts'
import { vectorizeMemory } from '../../../contract/tools/vectorizeMemory.ts'
import { embedOnce } from '../_shared/ai/embedOnce.ts'
import { databaseFault } from '../_shared/databaseFault.ts'
import { serveTool } from '../_shared/serveTool.ts'
import { storeVector } from '../_shared/storeVector.ts'

export default {
  fetch: serveTool(vectorizeMemory, async ({ memory_id }, { supabase, signal }) => {
    const { data, error, status } = await supabase
      .from('memories')
      .select('content')
      .eq('id', memory_id)
      .abortSignal(signal)
      .maybeSingle()
    if (error !== null) throw databaseFault(error, status)
    if (data === null) throw new AppError('tool-input-invalid', 'You have no memory with this id.')
    const vector = await embedOnce(data.content, signal)
    return { id: memory_id, ...(await storeVector(supabase, memory_id, vector, signal)) }
  }),
}
