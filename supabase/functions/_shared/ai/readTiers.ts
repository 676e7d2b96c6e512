/**
 * Reads from the environment which tiers of the AI chain are configured, in which order, and with what time
 * limits.
 */
import { AppError } from '../../../../contract/errors.ts'
import {
  aiContext,
  aiLimits,
  aiOrderVariable,
  aiTierIds,
  aiTiers,
  type AiTier,
  type AiTierId,
} from '../../../../contract/ai/aiTiers.ts'
import type { AiAttempt } from '../../../../contract/tools/aiAnswer.ts'

type ReadVariable = (name: string) => string | undefined

/** A tier that is configured. */
export interface ReadyTier {
  readonly tier: AiTier
  readonly baseUrl: string
  readonly model: string
  /** null if the endpoint needs no key. */
  readonly key: string | null
  /** True for the caller's own endpoint. Requests of other users never go there. */
  readonly isOwn?: boolean
}

/** The caller's own endpoint. */
export interface OwnTier {
  readonly ready: ReadyTier
  readonly asksFirst: boolean
}

/** Time limits in milliseconds. */
export type ChainLimits = Readonly<Record<keyof typeof aiLimits, number>>

/**
 * @returns undefined if a variable of `neededVariables` is not set.
 * @throws AppError `not-configured` if the address is not http or https.
 */
export function readTier(tier: AiTier, read: ReadVariable): ReadyTier | undefined {
  const { variables } = tier
  const key = read(variables.key) || null
  const model = read(variables.model) || tier.model
  const baseUrl = read(variables.baseUrl) || tier.baseUrl
  // A tier without a default address is a self-hosted endpoint, which may need no key.
  const hasAccess = key !== null || tier.baseUrl === null
  if (!hasAccess || model === null || baseUrl === null) return undefined
  if (!/^https?:$/.test(URL.parse(baseUrl)?.protocol ?? '')) {
    throw new AppError('not-configured', `${variables.baseUrl} is not an http or https address. Correct it.`)
  }
  return { tier, key, model, baseUrl: baseUrl.replace(/\/+$/, '') }
}

/** The variables that must be set before a tier can be asked. */
export const neededVariables = ({ variables, baseUrl }: AiTier): readonly string[] =>
  baseUrl === null ? [variables.baseUrl, variables.model] : [variables.key]

/** The needed variables as part of a sentence. */
const missingVariables = (tier: AiTier): string => neededVariables(tier).join(' and ')

/**
 * For a caller that needs this one tier.
 *
 * @throws AppError `not-configured` with the missing variables.
 */
export function demandTier(tier: AiTier, read: ReadVariable): ReadyTier {
  const ready = readTier(tier, read)
  if (ready !== undefined) return ready
  throw new AppError(
    'not-configured',
    `${tier.label} is not set up: ${missingVariables(tier)} is missing. ` +
      'Set it in supabase/functions/.env or as a secret, then restart the functions.',
  )
}

/**
 * Every configured tier, in the order of failover.
 *
 * @throws AppError `not-configured` if there is none.
 */
export function readChain(read: ReadVariable, own?: OwnTier): readonly [ReadyTier, ...ReadyTier[]] {
  const chosen = readOrder(read)
  const [first, ...others] = placeOwn(
    chosen.flatMap((id) => readTier(aiTiers[id], read) ?? []),
    own,
  )
  if (first !== undefined) return [first, ...others]
  const variables = chosen.map((id) => missingVariables(aiTiers[id])).join(', or ')
  throw new AppError(
    'not-configured',
    `No AI provider is set up. Set ${variables} in supabase/functions/.env or as a secret, then restart the functions. ` +
      'Or enter an endpoint of your own in Settings.',
  )
}

/**
 * Puts the caller's endpoint first if they asked for that, else before the tier of the same id, else last.
 */
function placeOwn(tiers: readonly ReadyTier[], own: OwnTier | undefined): readonly ReadyTier[] {
  if (own === undefined) return tiers
  const ofItsKind = tiers.findIndex(({ tier }) => tier.id === own.ready.tier.id)
  return tiers.toSpliced(own.asksFirst ? 0 : ofItsKind === -1 ? tiers.length : ofItsKind, 0, own.ready)
}

/**
 * The tier of an attempt. Compares the model too, since the caller's endpoint and the environment's can share
 * an id.
 */
export const findAsked = (
  tiers: readonly ReadyTier[],
  attempt: Pick<AiAttempt, 'provider' | 'model'> | undefined,
): ReadyTier | undefined =>
  tiers.find(({ tier, model }) => tier.id === attempt?.provider && model === attempt.model)

/**
 * The order of failover.
 *
 * @throws AppError `not-configured` if it names an unknown provider.
 */
export function readOrder(read: ReadVariable): readonly AiTierId[] {
  const text = read(aiOrderVariable) || ''
  const names = text.split(/[\s,]+/).filter(Boolean)
  if (names.length === 0) return aiTierIds
  const order = names.flatMap((name) => aiTierIds.find((id) => id === name) ?? [])
  if (order.length === names.length) return [...new Set(order)]
  throw new AppError(
    'not-configured',
    `${aiOrderVariable} names an unknown provider. Known providers: ${aiTierIds.join(', ')}.`,
  )
}

/** @throws AppError `not-configured` if a limit is not a number from 0 to 3600 (seconds). */
export function readLimits(read: ReadVariable): ChainLimits {
  const milliseconds = (limit: keyof typeof aiLimits): number => {
    const { variable, seconds } = aiLimits[limit]
    const chosen = Number(read(variable) || seconds)
    if (chosen >= 0 && chosen <= 3600) return chosen * 1000
    throw new AppError('not-configured', `${variable} is not a number of seconds from 0 to 3600. Correct it.`)
  }
  return {
    firstContent: milliseconds('firstContent'),
    idle: milliseconds('idle'),
    total: milliseconds('total'),
    coolDown: milliseconds('coolDown'),
  }
}

/** @throws AppError `not-configured` if the limit is not a whole number, or below the minimum. */
export function readContextCharacters(read: ReadVariable): number {
  const { variable, characters, least } = aiContext
  const chosen = Number(read(variable) || characters)
  if (Number.isInteger(chosen) && chosen >= least) return chosen
  throw new AppError(
    'not-configured',
    `${variable} is not a number of characters of at least ${least}. Correct it.`,
  )
}
