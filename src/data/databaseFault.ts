/** Converts a failed database request into a fault for people. */
import { AppError } from '../../contract/errors.ts'

/** `status` is 0 if no answer came. */
export function databaseFault(status: number, message: string): AppError {
  if (status === 0 || status >= 502) return new AppError('backend-unreachable')
  if (status === 401) return new AppError('not-signed-in')
  if (status === 403) return new AppError('access-denied')
  return new AppError('response-malformed', `The database refused the question: ${message}`, status)
}
