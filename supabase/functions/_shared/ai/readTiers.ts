/** What the environment makes of the table of tiers: who can be asked, where, with which model, and for how long. */
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

/** A tier that can be asked. */
export interface ReadyTier {
  readonly tier: AiTier
  readonly baseUrl: string
  readonly model: string
  /** null where the endpoint wants none. */
  readonly key: string | null
  /** Whether it is the caller's own endpoint, which nobody else is asked through. */
  readonly isOwn?: boolean
}

/** The caller's own endpoint, where they have set one. */
export interface OwnTier {
  readonly ready: ReadyTier
  readonly asksFirst: boolean
}

/** In milliseconds. */
export type ChainLimits = Readonly<Record<keyof typeof aiLimits, number>>

/** The tier as the environment sets it, or undefined where it lacks what `missingVariables` names. */
export function readTier(tier: AiTier, read: ReadVariable): ReadyTier | undefined {
  const { variables } = tier
  const key = read(variables.key) || null
  const model = read(variables.model) || tier.model
  const baseUrl = read(variables.baseUrl) || tier.baseUrl
  // Whoever names an endpoint of their own may know one without keys.
  const hasAccess = key !== null || tier.baseUrl === null
  if (!hasAccess || model === null || baseUrl === null) return undefined
  if (!/^https?:$/.test(URL.parse(baseUrl)?.protocol ?? '')) {
    throw new AppError('not-configured', `${variables.baseUrl} is not an http or https address. Correct it.`)
  }
  return { tier, key, model, baseUrl: baseUrl.replace(/\/+$/, '') }
}

/** The variables without which a tier cannot be asked. */
export const neededVariables = ({ variables, baseUrl }: AiTier): readonly string[] =>
  baseUrl === null ? [variables.baseUrl, variables.model] : [variables.key]

/** What must be set for a tier to be asked, in words. */
const missingVariables = (tier: AiTier): string => neededVariables(tier).join(' and ')

/** The tier for who depends on it alone. Throws `not-configured` with what is missing. */
export function demandTier(tier: AiTier, read: ReadVariable): ReadyTier {
  const ready = readTier(tier, read)
  if (ready !== undefined) return ready
  throw new AppError(
    'not-configured',
    `${tier.label} is not set up: ${missingVariables(tier)} is missing. ` +
      'Set it in supabase/functions/.env or as a secret, and start again.',
  )
}

/** Every tier that can be asked, in order. Throws `not-configured` where there is none. */
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
    `No AI provider is set up. Set ${variables} in supabase/functions/.env or as a secret, and start again; ` +
      'or enter an endpoint of your own under Settings.',
  )
}

/** Before all, or before the first one of its kind; else last. */
function placeOwn(tiers: readonly ReadyTier[], own: OwnTier | undefined): readonly ReadyTier[] {
  if (own === undefined) return tiers
  const ofItsKind = tiers.findIndex(({ tier }) => tier.id === own.ready.tier.id)
  return tiers.toSpliced(own.asksFirst ? 0 : ofItsKind === -1 ? tiers.length : ofItsKind, 0, own.ready)
}

/** The tier of an attempt: the caller's own endpoint and the environment's may be of one kind. */
export const findAsked = (
  tiers: readonly ReadyTier[],
  attempt: Pick<AiAttempt, 'provider' | 'model'> | undefined,
): ReadyTier | undefined =>
  tiers.find(({ tier, model }) => tier.id === attempt?.provider && model === attempt.model)

/** Which tiers are asked, and in which order. Throws `not-configured` for a tier there is not. */
export function readOrder(read: ReadVariable): readonly AiTierId[] {
  const text = read(aiOrderVariable) || ''
  const names = text.split(/[\s,]+/).filter(Boolean)
  if (names.length === 0) return aiTierIds
  const order = names.flatMap((name) => aiTierIds.find((id) => id === name) ?? [])
  if (order.length === names.length) return [...new Set(order)]
  throw new AppError(
    'not-configured',
    `${aiOrderVariable} names a provider there is not. There are: ${aiTierIds.join(', ')}.`,
  )
}

/** Throws `not-configured` for what is no number of seconds. */
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

/** Throws `not-configured` for what is no such number. */
export function readContextCharacters(read: ReadVariable): number {
  const { variable, characters, least } = aiContext
  const chosen = Number(read(variable) || characters)
  if (Number.isInteger(chosen) && chosen >= least) return chosen
  throw new AppError(
    'not-configured',
    `${variable} is not a number of characters from ${least} on. Correct it.`,
  )
}
