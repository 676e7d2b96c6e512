/** Logs an error with its secrets redacted. */
import { inspect } from 'node:util'
import { redactSecrets } from '../../../contract/redactSecrets.ts'

/** `place` names the operation that failed. */
export function logFault(place: string, fault: unknown): void {
  console.error(`[${place}]`, redactSecrets(inspect(fault)))
}
