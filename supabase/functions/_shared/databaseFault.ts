/** Maps errors of the database to errors for the caller. */
import type { PostgrestError } from '@supabase/supabase-js'
import { AppError } from '../../../contract/errors.ts'

/**
 * The error to throw for a failed query. If the caller can do nothing about it, it is a plain Error: it gets
 * logged, and the caller sees `function-failed`.
 *
 * @param status The HTTP status, or 0 if there was no answer.
 */
export function databaseFault(error: PostgrestError, status: number): Error {
  if (status === 0 || status === 503) return new AppError('backend-unreachable')
  if (status === 401) return new AppError('not-signed-in')
  if (status === 403) return new AppError('access-denied')
  // Classes 22 and 23: the value does not fit its column, such as a NUL character in a text.
  if (/^2[23]/.test(error.code)) {
    return new AppError('tool-input-invalid', 'The database cannot store or read these values.')
  }
  // `details` may contain the user's data, so it is not logged.
  return new Error(`The database answered ${status}: ${error.code} ${error.message}`)
}
