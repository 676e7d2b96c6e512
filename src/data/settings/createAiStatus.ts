/** Reads the AI providers' status from the functions and their usage from the log. */
import { z } from 'zod'
import {
  aiStatusAnswer,
  aiStatusFunction,
  aiTestAnswer,
  type AiStatusAnswer,
  type AiTestable,
  type AiTestAnswer,
} from '../../../contract/ai/aiStatus.ts'
import { AppError } from '../../../contract/errors.ts'
import { aiTimeoutMs } from '../../../contract/tools/aiAnswer.ts'
import { toolManifest } from '../../../contract/tools/manifest.ts'
import { createAiEndpoint } from './createAiEndpoint.ts'
import type { createCallFunction } from '../../../run/tools/createCallFunction.ts'
import type { Supabase } from '../createSupabase.ts'
import { databaseFault } from '../databaseFault.ts'
import { aiCall, summariseAiCalls } from './summariseAiCalls.ts'

const daysOfUse = 30
/** The backend returns at most 1000 rows per request. */
const mostCalls = 1000

interface Place {
  readonly supabase: Supabase
  readonly callFunction: ReturnType<typeof createCallFunction>
}

export type AiStatus = ReturnType<typeof createAiStatus>

/** Every method throws an AppError, or the signal's reason if aborted. */
export function createAiStatus({ supabase, callFunction }: Place) {
  return {
    /** The user's own endpoint. */
    endpoint: createAiEndpoint({ supabase, callFunction }),

    read: async (signal: AbortSignal): Promise<AiStatusAnswer> => {
      const request = { functionName: aiStatusFunction, body: {} }
      return check(aiStatusAnswer, await callFunction(request, { signal, timeoutMs: 15_000 }))
    },

    /** Asks the provider a tiny question. Its failure is an answer, not an error. */
    test: async (id: AiTestable, signal: AbortSignal): Promise<AiTestAnswer> => {
      const request = { functionName: aiStatusFunction, body: { test: id } }
      return check(aiTestAnswer, await callFunction(request, { signal, timeoutMs: aiTimeoutMs }))
    },

    /**
     * Sums up the signed-in user's AI calls of the last 30 days. `isCut`: only the last 1000 were counted.
     */
    readUse: async (signal: AbortSignal) => {
      const since = new Date(Date.now() - daysOfUse * 86_400_000).toISOString()
      const { data, error, status } = await supabase
        .from('eliza_tool_calls')
        .select(callColumns)
        .in('function_name', functionsThatTellUsage())
        .eq('status', 'completed')
        .gt('started_at', since)
        .order('started_at', { ascending: false })
        .limit(mostCalls)
        .abortSignal(signal)
      if (error !== null) throw databaseFault(status, error.message)
      const calls = check(z.array(aiCall), data)
      return { uses: summariseAiCalls(calls), days: daysOfUse, isCut: calls.length === mostCalls, mostCalls }
    },
  }
}

/** Selects only the fields that are summed: responses can be large. */
const callColumns = [
  'execution_id,function_name,started_at,duration_ms',
  'provider:response->>provider',
  'model:response->>model',
  'usage:response->usage',
  'answered_in:response->attempts->-1->duration_ms',
].join(',')

const functionsThatTellUsage = (): string[] => {
  const names = toolManifest.flatMap(({ result, toRequest }) =>
    result instanceof z.ZodObject && 'usage' in result.shape ? [toRequest({}).functionName] : [],
  )
  return [...new Set(names)]
}

function check<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new AppError('response-malformed')
}
