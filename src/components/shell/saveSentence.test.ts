import { expect, test } from 'vitest'
import { saveSentence } from './saveSentence.ts'

const run = {
  id: '1',
  title: 'print(1)',
  code: 'print(1)',
  status: 'completed',
  error_code: null,
  error_message: null,
  source: 'direct',
  executor: 'browser',
  started_at: '2026-01-01T00:00:00Z',
  finished_at: null,
  duration_ms: null,
} as const

test('counts runs, not entries, while the backend is away', () => {
  expect(saveSentence({ pending: 9, problem: 'offline', undelivered: [run, run, run] })).toBe(
    '3 runs not saved yet: the backend does not answer. They are kept in this browser.',
  )
  expect(saveSentence({ pending: 2, problem: 'offline', undelivered: [run] })).toBe(
    '1 run not saved yet: the backend does not answer. It is kept in this browser.',
  )
})

test('says what to do where the browser keeps nothing', () => {
  expect(saveSentence({ pending: 2, problem: 'storage', undelivered: [run] })).toContain('Keep this tab open')
})

test('is content when nothing is pending, also while the backend is away', () => {
  expect(saveSentence({ pending: 0, problem: 'offline', undelivered: [] })).toBe('All runs are saved.')
})
