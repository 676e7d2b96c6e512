/** tools.match_memories: finds the caller's memories by full-text search. */
import { matchMemories } from '../../../contract/tools/matchMemories.ts'
import { databaseFault } from '../_shared/databaseFault.ts'
import { serveTool } from '../_shared/serveTool.ts'

export default {
  fetch: serveTool(matchMemories, async ({ query, limit }, { supabase, signal }) => {
    const { data, error, status } = await supabase
      .rpc('match_memories', { query, match_limit: limit })
      .abortSignal(signal)
    if (error !== null) throw databaseFault(error, status)
    return data
  }),
}
