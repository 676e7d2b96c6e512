/** What all functions of this process together know of the AI chain's tiers: they share this module. */
import { type CoolDown, createCoolDown } from './createCoolDown.ts'
import { readLimits } from './readTiers.ts'
import { readVariable } from './readVariable.ts'

/** One question that failed spares the next the wait. */
let coolDown: CoolDown | undefined

/** Throws `not-configured` where the environment's limits are no numbers. */
export const openCoolDown = (): CoolDown => (coolDown ??= createCoolDown(readLimits(readVariable).coolDown))

/** For a tier that is asked by its name: it is asked whatever it did before, and what it does is remembered. */
export const openUnresting = (): CoolDown => ({ ...openCoolDown(), rest: () => undefined })
