/**
 * Prepares errors of Postgres for the caller and the log: PostgREST's status, and a log line without user
 * data.
 */
import { inspect } from 'node:util'

interface DatabaseError extends Error {
  readonly code: string
  readonly detail?: string
  readonly hint?: string
  readonly table?: string
  readonly constraint?: string
}

export const isDatabaseError = (error: unknown): error is DatabaseError =>
  error instanceof Error && 'code' in error && typeof error.code === 'string'

/**
 * Removes statement and parameters from an error. Consoles then print only its code, table and constraint,
 * since messages of Postgres quote values ("invalid input syntax for type uuid: ...").
 */
export function redactDatabaseError(error: unknown): unknown {
  if (!isDatabaseError(error) || inspect.custom in error) return error
  const place = [error.table && `table ${error.table}`, error.constraint && `constraint ${error.constraint}`]
  const line = ['Database error', error.code, ...place.filter(Boolean)].join(' ')
  for (const key of ['query', 'params', 'queryOptions', 'stack', 'where', 'internalQuery']) {
    Reflect.deleteProperty(error, key)
  }
  Object.defineProperty(error, inspect.custom, { value: () => line, enumerable: false })
  return error
}

/**
 * Maps a SQLSTATE to its HTTP status, see https://docs.postgrest.org/en/stable/references/errors.html. An
 * unknown code counts as the caller's error (400).
 */
export function statusOfSqlState(code: string): number {
  if (code === '23503' || code === '23505') return 409
  if (code === 'P0001') return 400
  if (code === '25006') return 405
  if (code === '42883' || code === '42P01') return 404
  if (code === '42P17') return 500
  if (code === '53400') return 500
  const kind = code.slice(0, 2)
  if (kind === '08' || kind === '53') return 503
  if (kind === '0L' || kind === '0P' || kind === '28') return 403
  const faultsOfTheServer = [
    '09',
    '25',
    '2D',
    '38',
    '39',
    '3B',
    '40',
    '54',
    '55',
    '57',
    '58',
    'F0',
    'HV',
    'P0',
    'XX',
  ]
  return faultsOfTheServer.includes(kind) ? 500 : 400
}
