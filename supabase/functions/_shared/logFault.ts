/** Writes a fault to the function's log, without the secrets it may quote. */
import { inspect } from 'node:util'
import { redactSecrets } from '../../../contract/redactSecrets.ts'

/** `place`: what was being done. */
export function logFault(place: string, fault: unknown): void {
  console.error(`[${place}]`, redactSecrets(inspect(fault)))
}
