/**
 * tools.match_memories: searches the caller's memories by words, and also by meaning if embedding is set up.
 */
import { matchMemories } from '../../../contract/tools/matchMemories.ts'
import { findMemories } from '../_shared/findMemories.ts'
import { serveTool } from '../_shared/serveTool.ts'

export default {
  fetch: serveTool(matchMemories, (parameters, { supabase, signal }) =>
    findMemories(supabase, parameters, signal),
  ),
}
