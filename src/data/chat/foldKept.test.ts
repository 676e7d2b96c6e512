import { expect, test } from 'vitest'
import { foldKept } from './foldKept.ts'
import type { KeptRow } from './KeptRows.ts'
import { newConversation, newMessage } from './tests/openChatTab.ts'

const place = { userId: 'u', conversationId: 'c', state: 'pending', reason: null } as const
const conversation = newConversation({ id: 'c' })
const row = newMessage('hello')
const keptConversation = (revision: number): KeptRow => ({
  ...place,
  id: 'c',
  revision,
  kind: 'conversation',
  row: conversation,
})
const keptMessage = (revision: number, id = 'm'): KeptRow => ({
  ...place,
  id,
  revision,
  kind: 'message',
  row,
})
const removal = (revision: number): KeptRow => ({ ...place, id: 'm', revision, kind: 'removed-message' })
const removalOfAll = (revision: number): KeptRow => ({
  ...place,
  id: 'c',
  revision,
  kind: 'removed-conversation',
})

test.each([
  ['a newer version replaces an older', [keptMessage(1)], [keptMessage(2)], [keptMessage(2)]],
  ['an older version changes nothing', [keptMessage(2)], [keptMessage(1)], [keptMessage(2)]],
  ['the same version changes nothing', [keptMessage(2)], [keptMessage(2)], [keptMessage(2)]],
  ['a removed message stays removed', [removal(2)], [keptMessage(3)], [removal(2)]],
  [
    'a removed conversation takes all of it, and nothing comes after it',
    [keptConversation(1), keptMessage(2), removal(3)],
    [removalOfAll(4), keptMessage(5, 'n'), keptConversation(6)],
    [removalOfAll(4)],
  ],
  [
    'messages that were refused are tried again when their conversation is kept anew',
    [{ ...keptMessage(1), state: 'refused', reason: 'It has no conversation.' } as const],
    [keptConversation(2)],
    [keptMessage(1), keptConversation(2)],
  ],
])('%s', (_what, kept, fresh, left) => {
  expect(foldKept(kept, fresh)).toEqual(left)
})
