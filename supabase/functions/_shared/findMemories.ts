/** The caller's memories that match a query: by their words, and by what they mean where something can embed the query. */
import type { SupabaseClient } from '@supabase/supabase-js'
import type { z } from 'zod'
import type { matchMemories } from '../../../contract/tools/matchMemories.ts'
import { tryToEmbed } from './ai/embedOnce.ts'
import { databaseFault } from './databaseFault.ts'

/** As the database gives them, best first. Throws what `databaseFault` makes of a failed query. */
export async function findMemories(
  supabase: SupabaseClient,
  { query, limit, threshold }: z.output<typeof matchMemories.parameters>,
  signal: AbortSignal,
) {
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
}
