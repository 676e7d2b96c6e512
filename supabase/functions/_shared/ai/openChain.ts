/** The AI chain as the environment sets it, with what all questions together know of its tiers. */
import { createCoolDown } from './createCoolDown.ts'
import { readChain, readLimits } from './readTiers.ts'
import { readVariable } from './readVariable.ts'

/** One question that failed spares the next the wait. */
let coolDown: ReturnType<typeof createCoolDown> | undefined

/** Throws `not-configured` where no tier can be asked, with what to set. */
export function openChain() {
  const limits = readLimits(readVariable)
  coolDown ??= createCoolDown(limits.coolDown)
  return { tiers: readChain(readVariable), limits, coolDown }
}
