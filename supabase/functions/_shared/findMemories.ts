/** Searches the caller's memories by words, and also by meaning if an embedding provider is available. */
import type { SupabaseClient } from '@supabase/supabase-js'
import type { z } from 'zod'
import type { matchMemories } from '../../../contract/tools/matchMemories.ts'
import { tryToEmbed } from './ai/embedOnce.ts'
import { databaseFault } from './databaseFault.ts'

/**
 * @returns The database's rows, best match first.
 * @throws The error of `databaseFault` if the query fails.
 */
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
