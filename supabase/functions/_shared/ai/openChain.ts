/** The AI chain as the environment and the caller set it, with what all questions together know of its tiers. */
import { openCoolDown } from './openCoolDown.ts'
import { readOwnTier } from './readOwnTier.ts'
import { readChain, readContextCharacters, readLimits } from './readTiers.ts'
import { readVariable } from './readVariable.ts'

export type Chain = Awaited<ReturnType<typeof openChain>>

/** Of one token, so that prompts of most languages fit. */
const charactersPerToken = 3

/** Throws `not-configured` where no tier can be asked, with what to set, and what readOwnTier throws. */
export async function openChain(userId: string) {
  const limits = readLimits(readVariable)
  const tiers = readChain(readVariable, await readOwnTier(userId))
  const [{ isOwn = false, tier }] = tiers
  const fits = isOwn && tier.contextTokens !== null ? tier.contextTokens * charactersPerToken : Infinity
  return {
    limits,
    tiers,
    coolDown: openCoolDown(),
    /** Of one chat's question: what the first tier is known to take, where that is the caller's own. */
    contextCharacters: Math.min(readContextCharacters(readVariable), fits),
  }
}
