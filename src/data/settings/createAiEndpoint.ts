/** Reads and writes the signed-in user's own AI endpoint, except its key, and lists its models. */
import { z } from 'zod'
import {
  type AiEndpoint,
  aiEndpoint,
  type AiEndpointDraft,
  aiModelsAnswer,
  type AiModelsAnswer,
  ownEndpoint,
} from '../../../contract/ai/aiEndpoint.ts'
import { aiStatusFunction } from '../../../contract/ai/aiStatus.ts'
import { AppError } from '../../../contract/errors.ts'
import type { createCallFunction } from '../../../run/tools/createCallFunction.ts'
import type { Supabase } from '../createSupabase.ts'
import { databaseFault } from '../databaseFault.ts'

interface Place {
  readonly supabase: Supabase
  readonly callFunction: ReturnType<typeof createCallFunction>
}

/** Every method throws an AppError, or the signal's reason if aborted. */
export function createAiEndpoint({ supabase, callFunction }: Place) {
  return {
    /** null if none is set. */
    read: async (signal: AbortSignal): Promise<AiEndpoint | null> => {
      const { data, error, status } = await supabase
        .from('ai_endpoints')
        .select(Object.keys(aiEndpoint.shape).join(','))
        .abortSignal(signal)
        .maybeSingle()
      if (error !== null) throw databaseFault(status, error.message)
      const parsed = z.safeParse(aiEndpoint.nullable(), data)
      if (parsed.success) return parsed.data
      throw new AppError('response-malformed', 'The database answered with a row of another shape.')
    },

    save: async ({ keepsKey, ...draft }: AiEndpointDraft): Promise<void> => {
      const { error, status } = await supabase.rpc('save_ai_endpoint', { ...draft, keeps_key: keepsKey })
      if (error?.code === '23514') {
        throw new AppError(
          'tool-input-invalid',
          'This cannot be stored. Look at the address, the model and the key again.',
        )
      }
      if (error !== null) throw databaseFault(status, error.message)
    },

    /** Removes the endpoint and its key. */
    remove: async (): Promise<void> => {
      const { error, status } = await supabase.from('ai_endpoints').delete().neq('base_url', '')
      if (error !== null) throw databaseFault(status, error.message)
    },

    /** Asks the stored endpoint. If it lists no models, the answer says why. */
    listModels: async (signal: AbortSignal): Promise<AiModelsAnswer> => {
      const request = { functionName: aiStatusFunction, body: { models: ownEndpoint } }
      const answer = aiModelsAnswer.safeParse(await callFunction(request, { signal, timeoutMs: 30_000 }))
      if (answer.success) return answer.data
      throw new AppError('response-malformed')
    },
  }
}
