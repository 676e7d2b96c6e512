/** tools.match_memories: finds the caller's memories by their words, and by what they mean where something can embed the query. */
import { matchMemories } from '../../../contract/tools/matchMemories.ts'
import { tryToEmbed } from '../_shared/ai/embedOnce.ts'
import { databaseFault } from '../_shared/databaseFault.ts'
import { serveTool } from '../_shared/serveTool.ts'

export default {
  fetch: serveTool(matchMemories, async ({ query, limit, threshold }, { supabase, signal }) => {
    const embedding = await tryToEmbed(query, signal)
    const byMeaning =
      'vector' in embedding
        ? {
            query_embedding: JSON.stringify(embedding.vector.numbers),
            embedding_model: embedding.vector.model,
            threshold,
          }
        : {}
    const { data, error, status } = await supabase
      .rpc('match_memories', { query, match_limit: limit, ...byMeaning })
      .abortSignal(signal)
    if (error !== null) throw databaseFault(error, status)
    return data
  }),
}
