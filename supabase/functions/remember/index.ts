/** tools.remember: stores a text as the caller's memory. */
import { remember } from '../../../contract/tools/remember.ts'
import { databaseFault } from '../_shared/databaseFault.ts'
import { serveTool } from '../_shared/serveTool.ts'

export default {
  fetch: serveTool(remember, async (memory, { supabase, signal }) => {
    const { data, error, status } = await supabase
      .from('memories')
      .insert(memory)
      .select('id, created_at')
      .abortSignal(signal)
      .single()
    if (error !== null) throw databaseFault(error, status)
    return data
  }),
}
