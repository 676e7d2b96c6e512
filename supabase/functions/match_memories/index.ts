/** tools.match_memories: finds the caller's memories by their words, and by what they mean where something can embed the query. */
import { matchMemories } from '../../../contract/tools/matchMemories.ts'
import { findMemories } from '../_shared/findMemories.ts'
import { serveTool } from '../_shared/serveTool.ts'

export default {
  fetch: serveTool(matchMemories, (parameters, { supabase, signal }) =>
    findMemories(supabase, parameters, signal),
  ),
}
