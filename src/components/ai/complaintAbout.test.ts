import { expect, test } from 'vitest'
import { complaintAbout } from './complaintAbout.ts'

const good = { address: 'http://127.0.0.1:11434/v1', model: 'qwen3:8b', key: '', context: '' }

test.each([
  good,
  { ...good, address: 'https://models.example.com/', key: 'sk-1', context: '8192' },
  { ...good, model: '' },
])('%o is fine', (typed) => expect(complaintAbout(typed)).toBeNull())

test.each([
  ['no address', { address: 'localhost:11434' }, /not a URL/],
  ['an empty one', { address: '' }, /not a URL/],
  ['another protocol', { address: 'ftp://example.com' }, /not a URL/],
  ['a password', { address: 'https://me:word@example.com/v1' }, /user name and password/],
  ['a query', { address: 'https://example.com/v1?key=1' }, /\? or #/],
  ['a key with a blank', { key: 'two words' }, /must not contain spaces/],
  ['a context of words', { context: 'large' }, /number of tokens/],
  ['a tiny context', { context: '12' }, /number of tokens/],
  ['a very long model', { model: 'x'.repeat(301) }, /name is too long/],
] as const)('%s is told', (_what, typed, words) => {
  expect(complaintAbout({ ...good, ...typed })).toMatch(words)
})
