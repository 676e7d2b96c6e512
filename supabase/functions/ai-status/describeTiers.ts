/**
 * Describes all tiers as configured, with their latest outcome. Keys are never included, only whether they
 * are set.
 */
import type { AiStatusAnswer, AiTierStatus } from '../../../contract/ai/aiStatus.ts'
import { aiTierIds, aiTiers, type AiTier, type AiTierId } from '../../../contract/ai/aiTiers.ts'
import { AppError } from '../../../contract/errors.ts'
import { speechToTextService, textToSpeechService } from '../../../contract/ai/speechServices.ts'
import type { CoolDown } from '../_shared/ai/createCoolDown.ts'
import { openCoolDown } from '../_shared/ai/openCoolDown.ts'
import { readReach } from '../_shared/ai/readOwnTier.ts'
import { readSpeechService } from '../_shared/ai/readSpeechService.ts'
import { neededVariables, readLimits, readOrder, readTier } from '../_shared/ai/readTiers.ts'
import { readVariable } from '../_shared/ai/readVariable.ts'

/**
 * Never throws an AppError: an invalid setting is reported as a `problem` of its tier, or of the whole
 * answer.
 */
export function describeTiers(): AiStatusAnswer {
  const order = attempt(() => readOrder(readVariable))
  const limits = attempt(() => readLimits(readVariable))
  const coolDown = attempt(openCoolDown).value
  const asked = order.value ?? aiTierIds
  const others = aiTierIds.filter((id) => !asked.includes(id))
  const problems = [order.problem, limits.problem].filter((problem) => problem !== null)
  return {
    tiers: [
      ...asked.map((id, index) => describeTier(aiTiers[id], index + 1, coolDown)),
      ...others.map((id) => describeTier(aiTiers[id], null, coolDown)),
    ],
    problem: problems.length === 0 ? null : problems.join(' '),
    endpoints: readReach(),
    speech: {
      speaks: attempt(() => readSpeechService(textToSpeechService)).problem === null,
      hears: attempt(() => readSpeechService(speechToTextService)).problem === null,
    },
  }
}

function describeTier(tier: AiTier, place: number | null, coolDown: CoolDown | null): AiTierStatus {
  const { value: ready, problem } = attempt(() => readTier(tier, readVariable) ?? null)
  const setup = problem !== null ? 'wrong' : ready === null ? 'lacking' : 'ready'
  const model = readVariable(tier.variables.model) || tier.model
  const isOwnModel = model === tier.model
  return {
    id: tier.id,
    label: tier.label,
    place,
    setup,
    missing: setup === 'lacking' ? neededVariables(tier).filter((name) => !readVariable(name)) : [],
    problem,
    model,
    contextTokens: isOwnModel ? tier.contextTokens : null,
    price: isOwnModel ? tier.price : null,
    ...doings(tier.id, coolDown),
  }
}

function doings(id: AiTierId, coolDown: CoolDown | null): Pick<AiTierStatus, 'rest' | 'last'> {
  const rest = coolDown?.rest(id)
  const last = coolDown?.last(id)
  return {
    rest: rest === undefined ? null : { ms: rest.ms, because: rest.because },
    last:
      last === undefined
        ? null
        : {
            failure: last.fault?.failure ?? null,
            reason: last.fault?.message ?? null,
            at: new Date(last.begunAt).toISOString(),
            duration_ms: last.durationMs,
          },
  }
}

type Attempted<Value> =
  | { readonly value: Value; readonly problem: null }
  | { readonly value: null; readonly problem: string }

/** The value, or the message of the AppError. */
function attempt<Value>(read: () => Value): Attempted<Value> {
  try {
    return { value: read(), problem: null }
  } catch (error) {
    if (error instanceof AppError) return { value: null, problem: error.message }
    throw error
  }
}
