/** The cool-down (circuit breaker) of the AI chain that all functions of this process share. */
import { type CoolDown, createCoolDown } from './createCoolDown.ts'
import { readLimits } from './readTiers.ts'
import { readVariable } from './readVariable.ts'

/** A module variable, so that a failure of one question spares the next one the wait. */
let coolDown: CoolDown | undefined

/** @throws AppError `not-configured` if a limit in the environment is not a number of seconds. */
export const openCoolDown = (): CoolDown => (coolDown ??= createCoolDown(readLimits(readVariable).coolDown))

/** A call that names a tier skips its cool-down. The outcome still counts for later calls. */
export const openUnresting = (): CoolDown => ({ ...openCoolDown(), rest: () => undefined })
