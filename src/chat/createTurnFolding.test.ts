import { expect, test, vi } from 'vitest'
import { v4 as newId } from 'uuid'
import { chatLimits, type Conversation, type ConversationSummary } from '../../contract/chat/chat.ts'
import { createTurnFolding } from './createTurnFolding.ts'
import { newMessage } from './newMessage.ts'
import type { ChatPorts } from './ports.ts'

const conversation: Conversation = {
  id: newId(),
  title: '',
  python_first: true,
  metadata: { allowed_tools: [], allowed_hosts: [], uses_built_in_model: false },
  created_at: '2026-01-01T12:00:00Z',
  updated_at: '2026-01-01T12:00:00Z',
}
const summary: ConversationSummary = {
  conversation_id: conversation.id,
  summary: 'They counted.',
  through_message_id: newId(),
  created_at: '2026-01-01T12:00:00Z',
}
const talk = (messages: number) =>
  Array.from({ length: messages }, (_, index) =>
    newMessage(index % 2 === 0 ? 'user' : 'assistant', [{ type: 'text', text: `${index}` }], []),
  )

function open(count: number) {
  const summarise = vi.fn<ChatPorts['summarise']>(async () => summary)
  const onFolded = vi.fn<(folded: ConversationSummary) => void>()
  const messages = talk(count)
  const read = () => ({ conversation, messages, summary: null })
  return { folding: createTurnFolding({ summarise, read, onFolded }), summarise, onFolded, messages }
}
const tooMany = chatLimits.turns + 2

test('a conversation that fits is left as it is', async () => {
  const { folding, summarise } = open(2)
  await folding.fold()
  expect(summarise).not.toHaveBeenCalled()
})

test('the oldest turns of a long one are summarised', async () => {
  const { folding, summarise, onFolded, messages } = open(tooMany)
  await folding.fold()
  const request = summarise.mock.calls[0]?.[0]
  const { messages: folded = [] } = request ?? {}
  expect(request).toMatchObject({ conversation_id: conversation.id, summary: null })
  expect(folded.map(({ id }) => id)).toEqual(messages.slice(0, folded.length).map(({ id }) => id))
  expect(request?.through_message_id).toBe(folded.at(-1)?.id)
  expect(onFolded.mock.calls).toEqual([[summary]])
})

test('a failure is left to the next turn', async () => {
  const { folding, summarise, onFolded } = open(tooMany)
  summarise.mockRejectedValueOnce(new Error('away'))
  await folding.fold()
  expect(onFolded).not.toHaveBeenCalled()
  await folding.fold()
  expect(onFolded).toHaveBeenCalledOnce()
})

test('a summary that comes after the stop is not taken', async () => {
  const { folding, summarise, onFolded } = open(tooMany)
  summarise.mockImplementationOnce(async (_request, { signal }) => {
    folding.stop()
    expect(signal.aborted).toBe(true)
    return summary
  })
  await folding.fold()
  expect(onFolded).not.toHaveBeenCalled()
})
