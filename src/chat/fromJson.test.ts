import { expect, test } from 'vitest'
import { v4 as newId } from 'uuid'
import { chatMetadata, type ChatMessage, type Conversation } from '../../contract/chat/chat.ts'
import { fromJson } from './fromJson.ts'
import { toJson } from './toJson.ts'

const time = '2026-11-20T10:00:00.000Z'
const conversation: Conversation = {
  id: newId(),
  title: 'Primes',
  python_first: false,
  metadata: { allowed_tools: ['remember'], allowed_hosts: ['allowed.example'], uses_built_in_model: true },
  created_at: time,
  updated_at: time,
}
const message = (text: string, change: Partial<ChatMessage> = {}): ChatMessage => ({
  id: newId(),
  role: 'user',
  parts: [{ type: 'text', text }],
  metadata: chatMetadata.parse({}),
  created_at: time,
  ...change,
})

const refusal = (text: string): string => {
  const read = fromJson(text)
  return read.ok ? 'it was read' : read.message
}

/** The file of one message, changed. */
function fileWith(change: (file: { version: unknown; messages: Record<string, unknown>[] }) => void): string {
  const file = JSON.parse(toJson(conversation, [message('hello')]))
  change(file)
  return JSON.stringify(file)
}

test('a conversation that was exported is read back with the same words and ids of its own', () => {
  const step: ChatMessage['parts'][number] = {
    type: 'tool-execute_python',
    toolCallId: 'call-1',
    state: 'output-available',
    input: { code: 'print(2)' },
    output: { ok: true, stdout: '2\n', result: null, error: null, artifacts: [], ms: 1, execution_id: 'e' },
  }
  const answer = message('', { role: 'assistant', parts: [{ type: 'step-start' }, step] })
  const messages = [message('Which?'), answer]
  const read = fromJson(toJson(conversation, messages))
  if (!read.ok) throw new Error(read.message)
  expect(read.conversation).toMatchObject({ title: 'Primes', python_first: false, created_at: time })
  expect(read.messages.map(({ role, parts }) => ({ role, parts }))).toEqual(
    messages.map(({ role, parts }) => ({ role, parts })),
  )
  const ids = [read.conversation, ...read.messages].map(({ id }) => id)
  expect(new Set([...ids, conversation.id, ...messages.map(({ id }) => id)]).size).toBe(6)
})

test('messages of equal times keep their order', () => {
  const read = fromJson(toJson(conversation, [message('a'), message('b'), message('c')]))
  if (!read.ok) throw new Error(read.message)
  const times = read.messages.map((each) => Date.parse(each.created_at))
  expect(times).toEqual([0, 1, 2].map((later) => Date.parse(time) + later))
})

test('permissions do not come with a file, and nothing of it is sent or goes on', () => {
  const states = ['waiting', 'writing', 'cut-off'] as const
  const messages = states.map((state) => message(state, { metadata: chatMetadata.parse({ state }) }))
  const read = fromJson(toJson(conversation, messages))
  if (!read.ok) throw new Error(read.message)
  expect(read.conversation.metadata).toEqual({
    allowed_tools: [],
    allowed_hosts: [],
    uses_built_in_model: false,
  })
  expect(read.messages.map(({ metadata }) => metadata.state)).toEqual(['complete', 'stopped', 'cut-off'])
})

test.each([
  ['no JSON', '# Primes', 'This file is not JSON.'],
  ['another JSON', '{"messages": []}', 'This file holds no conversation.'],
  ['nothing', 'null', 'This file holds no conversation.'],
  ['a later version', fileWith((file) => (file.version = 2)), 'newer version of the workbench'],
  [
    'a message without parts',
    fileWith((file) => delete file.messages[0]?.['parts']),
    'Message 1 of this file',
  ],
  [
    'a strange time',
    fileWith((file) => (file.messages[0] = { ...file.messages[0], created_at: 'noon' })),
    '(created_at)',
  ],
  [
    'a strange role',
    fileWith((file) => file.messages.push({ ...file.messages[0], role: 'system' })),
    'Message 2',
  ],
  [
    'too many',
    JSON.stringify({ ...JSON.parse(toJson(conversation, [])), messages: Array(20_001).fill(message('x')) }),
    '20000',
  ],
])('a file with %s is refused in a sentence', (_what, text, sentence) => {
  expect(refusal(text)).toContain(sentence)
})
