/** Turns what the database answers to a function into what the caller is told. */
import type { PostgrestError } from '@supabase/supabase-js'
import { AppError } from '../../../contract/errors.ts'

/**
 * The fault to throw for a failed query. `status` is that of the answer, 0 where there was none.
 * What the caller can do nothing about stays a plain error: it is logged, not told.
 */
export function databaseFault(error: PostgrestError, status: number): Error {
  if (status === 0 || status === 503) return new AppError('backend-unreachable')
  if (status === 401) return new AppError('not-signed-in')
  if (status === 403) return new AppError('access-denied')
  // Classes 22 and 23: the value does not fit its column, such as a NUL character in a text.
  if (/^2[23]/.test(error.code)) {
    return new AppError('tool-input-invalid', 'The database cannot store or read these values.')
  }
  // `details` may hold what the user wrote, so it is not logged.
  return new Error(`The database answered ${status}: ${error.code} ${error.message}`)
}
