/** Stores a memory's vector, one per model. */
import type { SupabaseClient } from '@supabase/supabase-js'
import type { TextVector } from './ai/embedText.ts'
import { databaseFault } from './databaseFault.ts'

interface StoredVector {
  readonly model: string
  readonly dimension: number
  readonly embedded_at: string
}

/**
 * Replaces the vector that the same model made before (upsert).
 *
 * @throws The error of `databaseFault`.
 */
export async function storeVector(
  supabase: SupabaseClient,
  memoryId: string,
  { model, numbers }: TextVector,
  signal: AbortSignal,
): Promise<StoredVector> {
  const { data, error, status } = await supabase
    .from('memory_embeddings')
    .upsert(
      {
        memory_id: memoryId,
        model,
        embedding: JSON.stringify(numbers),
        embedded_at: new Date().toISOString(),
      },
      { onConflict: 'memory_id,model' },
    )
    .select('model, dimension, embedded_at')
    .abortSignal(signal)
    .single()
  if (error !== null) throw databaseFault(error, status)
  return data
}
