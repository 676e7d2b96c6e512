import { expect, test } from 'vitest'
import { callKey } from './callKey.ts'

test('equal calls have equal keys, whatever the order of their arguments', () => {
  const key = callKey('remember', { content: 'x', importance: 0.5 })
  expect(callKey('remember', { importance: 0.5, content: 'x' })).toBe(key)
  expect(key).toMatch(/^[0-9a-f]{64}$/)
})

test('another tool, another value or another type of value makes another key', () => {
  const keys = [
    callKey('remember', { content: '1' }),
    callKey('match_memories', { content: '1' }),
    callKey('remember', { content: '2' }),
    callKey('remember', { content: 1 }),
    callKey('remember', { content: ['1'] }),
    callKey('remember', null),
  ]
  expect(new Set(keys).size).toBe(keys.length)
})

test('the key is fixed: recorded runs are matched by it', () => {
  expect(callKey('match_memories', { query: 'mining', limit: 10 })).toBe(
    '732baa319c4e9e00c1af2f4dec14097667a47b6a0877d2f2be0d0d0729376902',
  )
})
