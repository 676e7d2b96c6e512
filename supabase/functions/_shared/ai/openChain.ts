/** The AI chain as the environment sets it, with what all questions together know of its tiers. */
import { openCoolDown } from './openCoolDown.ts'
import { readChain, readLimits } from './readTiers.ts'
import { readVariable } from './readVariable.ts'

/** Throws `not-configured` where no tier can be asked, with what to set. */
export const openChain = () => ({
  limits: readLimits(readVariable),
  tiers: readChain(readVariable),
  coolDown: openCoolDown(),
})

export type Chain = ReturnType<typeof openChain>
