/** Sums up the log's AI calls by provider. */
import { z } from 'zod'
import { aiTierIds, type AiTierId } from '../../../contract/ai/aiTiers.ts'
import { aiUsage } from '../../../contract/tools/aiAnswer.ts'
import { providerChatFunction } from '../../../contract/tools/defineProviderChat.ts'

/** A call that was answered. */
export const aiCall = z.object({
  execution_id: z.string(),
  function_name: z.string().nullable(),
  started_at: z.string(),
  duration_ms: z.number(),
  // A user's own functions may answer anything.
  provider: z.enum(aiTierIds).nullable().catch(null),
  model: z.string().nullable(),
  usage: aiUsage.nullable().catch(null),
  /** Duration of the successful attempt, if failed attempts came before it. */
  answered_in: z.number().nullable().catch(null),
})
export type AiCall = z.infer<typeof aiCall>

export interface AiAnswer {
  readonly at: string
  readonly durationMs: number
  readonly executionId: string
  readonly model: string | null
  readonly tokens: number | null
  readonly cost: Money | null
}

export interface Money {
  readonly amount: number
  readonly currency: 'USD' | 'CNY'
}

export interface AiUse {
  readonly calls: number
  /** Sum of the tokens that providers report. */
  readonly tokens: number
  /** One entry per currency. */
  readonly costs: readonly Money[]
  /** Number of calls without a known price. */
  readonly unpriced: number
  readonly last: AiAnswer
}

/** Sums up calls, given newest first. Calls with an unknown provider are left out. */
export function summariseAiCalls(calls: readonly AiCall[]): Partial<Record<AiTierId, AiUse>> {
  const uses: Partial<Record<AiTierId, AiUse>> = {}
  for (const call of calls) {
    const id =
      call.provider ?? aiTierIds.find((each) => call.function_name === providerChatFunction(each)) ?? null
    if (id === null) continue
    const answer = toAnswer(call)
    const { cost } = answer
    const before = uses[id] ?? { calls: 0, tokens: 0, costs: [], unpriced: 0, last: answer }
    uses[id] = {
      calls: before.calls + 1,
      tokens: before.tokens + (answer.tokens ?? 0),
      costs: cost === null ? before.costs : addUp(before.costs, cost),
      unpriced: before.unpriced + (cost === null ? 1 : 0),
      last: before.last,
    }
  }
  return uses
}

function toAnswer({ started_at, duration_ms, execution_id, model, usage, answered_in }: AiCall): AiAnswer {
  const { input_tokens: input = null, output_tokens: output = null } = usage ?? {}
  const { cost = null, currency = null } = usage ?? {}
  return {
    at: started_at,
    durationMs: answered_in ?? duration_ms,
    executionId: execution_id,
    model,
    tokens: input === null && output === null ? null : (input ?? 0) + (output ?? 0),
    cost: cost === null || currency === null ? null : { amount: cost, currency },
  }
}

const addUp = (costs: readonly Money[], cost: Money): readonly Money[] =>
  costs.some(({ currency }) => currency === cost.currency)
    ? costs.map((each) =>
        each.currency === cost.currency ? { ...each, amount: each.amount + cost.amount } : each,
      )
    : [...costs, cost]
