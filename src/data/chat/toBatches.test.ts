import { expect, test } from 'vitest'
import type { KeptContent, KeptRow } from './KeptRows.ts'
import { newConversation, newMessage } from './tests/openChatTab.ts'
import { toBatches } from './toBatches.ts'

let revision = 0
const kept = (content: KeptContent): KeptRow => {
  revision += 1
  const id = `row ${revision}`
  return { userId: 'u', conversationId: 'c', id, revision, state: 'pending', reason: null, ...content }
}
const message = (text = 'hello') => kept({ kind: 'message', row: newMessage(text) })
const sizes = (rows: readonly KeptRow[]) => toBatches(rows).map((batch) => batch.length)

test('conversations go before messages, and removals last', () => {
  const rows = [
    kept({ kind: 'removed-conversation' }),
    message(),
    kept({ kind: 'removed-message' }),
    kept({ kind: 'conversation', row: newConversation() }),
    message(),
  ]
  expect(toBatches(rows).map((batch) => batch.map(({ kind }) => kind))).toEqual([
    ['conversation'],
    ['message', 'message'],
    ['removed-message'],
    ['removed-conversation'],
  ])
})

test('a request takes 50 rows, or a million characters, or one row that is larger', () => {
  expect(sizes(Array.from({ length: 120 }, () => message()))).toEqual([50, 50, 20])
  const large = 'x'.repeat(200_000)
  // The words of a message are there twice: as content, too.
  expect(sizes(Array.from({ length: 5 }, () => message(large)))).toEqual([2, 2, 1])
  expect(sizes([message(), message('x'.repeat(900_000)), message()])).toEqual([1, 1, 1])
})
