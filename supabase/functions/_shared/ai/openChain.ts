/**
 * Opens the AI chain: its tiers and limits from the environment, the caller's own endpoint, the shared
 * cool-down.
 */
import { openCoolDown } from './openCoolDown.ts'
import { readOwnTier } from './readOwnTier.ts'
import { readChain, readContextCharacters, readLimits } from './readTiers.ts'
import { readVariable } from './readVariable.ts'

export type Chain = Awaited<ReturnType<typeof openChain>>

/** Characters per token. A low estimate, so that prompts in most languages fit. */
const charactersPerToken = 3

/**
 * @throws AppError `not-configured`, with the variables to set, if no tier can be asked. The errors of
 *   `readOwnTier`.
 */
export async function openChain(userId: string) {
  const limits = readLimits(readVariable)
  const tiers = readChain(readVariable, await readOwnTier(userId))
  const [{ isOwn = false, tier }] = tiers
  const fits = isOwn && tier.contextTokens !== null ? tier.contextTokens * charactersPerToken : Infinity
  return {
    limits,
    tiers,
    coolDown: openCoolDown(),
    /**
     * Limit for one prompt. If the first tier is the caller's own endpoint, its context window applies too.
     */
    contextCharacters: Math.min(readContextCharacters(readVariable), fits),
  }
}
