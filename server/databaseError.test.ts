import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { redactDatabaseError, statusOfSqlState } from './databaseError.ts'

test('a redacted error keeps its message for the caller and prints no value', () => {
  const error = Object.assign(new Error('invalid input syntax for type uuid: "private"'), {
    code: '22P02',
    table: 'memories',
    query: 'insert into memories values ($1)',
    params: ['private'],
    detail: 'Key (content)=(private)',
  })
  redactDatabaseError(error)
  expect(inspect(error)).toBe('Database error 22P02 table memories')
  expect(inspect({ wrapped: [error] })).not.toContain('private')
  expect(error.message).toContain('private')
  expect(Object.keys(error)).not.toContain('params')
})

test('an error that is not of the database stays as it is', () => {
  const error = new TypeError('a bug')
  expect(redactDatabaseError(error)).toBe(error)
  expect(inspect(error)).toContain('a bug')
})

test('the caller is at fault for what it sent, the server for the rest', () => {
  const expected = {
    '23514': 400,
    P0001: 400,
    '22P02': 400,
    '23505': 409,
    '57014': 500,
    '53300': 503,
    XX000: 500,
  }
  for (const [code, status] of Object.entries(expected)) expect(statusOfSqlState(code), code).toBe(status)
})
