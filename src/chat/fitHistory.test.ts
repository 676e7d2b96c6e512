import { expect, test } from 'vitest'
import { v4 as newId } from 'uuid'
import {
  chatLimits,
  chatMetadata,
  chatRequest,
  summaryRequest,
  type ChatMessage,
  type ChatPart,
  type ConversationSummary,
} from '../../contract/chat/chat.ts'
import { fitHistory, foldLimits, needsSummary } from './fitHistory.ts'

const metadata = chatMetadata.parse({})
const text = (words: string): ChatPart => ({ type: 'text', text: words })
const message = (role: ChatMessage['role'], ...parts: readonly ChatPart[]): ChatMessage => ({
  id: newId(),
  role,
  parts: [...parts],
  metadata,
  created_at: new Date().toISOString(),
})

/** Questions and answers in turn. */
const talk = (messages: number, words = 'word'): ChatMessage[] =>
  Array.from({ length: messages }, (_, index) =>
    message(index % 2 === 0 ? 'user' : 'assistant', text(`${index} ${words}`)),
  )

const summaryThrough = ({ id }: ChatMessage): ConversationSummary => ({
  conversation_id: newId(),
  summary: 'They spoke of numbers.',
  through_message_id: id,
  created_at: new Date().toISOString(),
})

const idsOf = (turns: readonly { readonly id: string }[]) => turns.map(({ id }) => id)

const step = (stdout: string): ChatPart => ({
  type: 'tool-execute_python',
  toolCallId: newId(),
  state: 'output-available',
  input: { code: 'print(1)' },
  output: { ok: true, stdout, result: null, error: null, artifacts: [], ms: 1, execution_id: newId() },
})

test('a short conversation is sent whole', () => {
  const messages = talk(5)
  expect(fitHistory(messages, null)).toEqual(messages.map(({ id, role, parts }) => ({ id, role, parts })))
  expect(needsSummary(messages, null)).toBeNull()
})

test('what the summary holds is not sent again', () => {
  const messages = talk(10)
  const summarised = messages[3]
  if (summarised === undefined) throw new Error('There are ten.')
  expect(idsOf(fitHistory(messages, summaryThrough(summarised)))).toEqual(idsOf(messages.slice(4)))
})

test('all is sent where the last message of the summary is gone', () => {
  const messages = talk(4)
  expect(fitHistory(messages, summaryThrough(message('assistant')))).toHaveLength(4)
})

test('2,000 messages are sent as the latest that one request takes, beginning with a question', () => {
  const messages = [...talk(2000), message('user', text('And now?'))]
  const sent = fitHistory(messages, null)
  expect(sent.length).toBeLessThanOrEqual(chatLimits.turns)
  expect(sent.length).toBeGreaterThan(chatLimits.turns - 2)
  expect(sent[0]?.role).toBe('user')
  expect(idsOf(sent)).toEqual(idsOf(messages.slice(-sent.length)))
  expect(chatRequest.safeParse({ messages: sent }).success).toBe(true)
})

test('long messages are sent as many as fit, each whole', () => {
  const messages = talk(41, 'x'.repeat(50_000))
  const sent = fitHistory(messages, null)
  expect(JSON.stringify(sent).length).toBeLessThanOrEqual(chatLimits.requestCharacters)
  expect(idsOf(sent)).toEqual(idsOf(messages.slice(-13)))
  expect(sent.at(-1)?.parts).toEqual(messages.at(-1)?.parts)
})

test('the last message is sent even where it is longer than all that fits', () => {
  const messages = talk(3, 'x'.repeat(chatLimits.requestCharacters))
  expect(idsOf(fitHistory(messages, null))).toEqual(idsOf(messages.slice(-1)))
})

test('the model is not told of attempts, matches, empty answers and calls that never ended', () => {
  const attempt: ChatPart = {
    type: 'data-attempt',
    data: {
      provider: 'openai',
      model: 'm',
      ok: false,
      failure: 'empty',
      reason: 'It said nothing.',
      status: null,
      duration_ms: 1,
    },
  }
  const question = message('user', text('Hello'))
  const answer = message(
    'assistant',
    attempt,
    { type: 'step-start' },
    step('1'),
    { type: 'data-workflow-matches', data: { matches: [] } },
    { type: 'step-start' },
    text('One.'),
    { type: 'tool-execute_python', toolCallId: 'cut', state: 'input-available', input: { code: '2' } },
  )
  const messages = [
    question,
    message('assistant'),
    message('assistant', attempt, { type: 'step-start' }),
    answer,
  ]
  const sent = fitHistory(messages, null)
  expect(idsOf(sent)).toEqual([question.id, answer.id])
  expect(sent[1]?.parts.map((part) => part.type)).toEqual([
    'step-start',
    'tool-execute_python',
    'step-start',
    'text',
  ])
})

test('observations are trimmed, and what is kept of the conversation is not', () => {
  const answer = message('assistant', { type: 'step-start' }, step('o'.repeat(100_000)), text('Done.'))
  const before = JSON.stringify(answer)
  const sent = fitHistory([message('user', text('Print')), answer], null)
  expect(JSON.stringify(sent).length).toBeLessThan(chatLimits.observationCharacters + 1000)
  expect(JSON.stringify(sent)).toContain('left out')
  expect(JSON.stringify(answer)).toBe(before)
})

test('a long conversation is folded up to an answer, and the latest turns stay', () => {
  const messages = talk(100, 'x'.repeat(1000))
  const older = needsSummary(messages, null)
  const folded = older?.turns ?? []
  expect(idsOf(folded)).toEqual(idsOf(messages.slice(0, folded.length)))
  expect(folded.at(-1)).toMatchObject({ role: 'assistant', id: older?.throughMessageId })
  const last = messages[folded.length - 1]
  if (last === undefined) throw new Error('Something is folded.')
  const left = fitHistory(messages, summaryThrough(last))
  expect(JSON.stringify(left).length).toBeLessThan(foldLimits.keptCharacters + 3000)
  expect(left.length).toBeGreaterThanOrEqual(foldLimits.keptTurns)
  expect(needsSummary(messages, summaryThrough(last))).toBeNull()
})

test('six long turns stay whole, and what is before them is folded', () => {
  const messages = talk(10, 'x'.repeat(30_000))
  expect(idsOf(needsSummary(messages, null)?.turns ?? [])).toEqual(idsOf(messages.slice(0, 4)))
  expect(needsSummary(messages.slice(4), null)).toBeNull()
})

test('2,000 messages are folded in parts that the function takes, without gap, until what is left is short', () => {
  const messages = talk(2000, 'x'.repeat(100))
  let summary: ConversationSummary | null = null
  let foldings = 0
  let next = 0
  for (;;) {
    const older = needsSummary(messages, summary)
    if (older === null) break
    foldings += 1
    const last = messages.find(({ id }) => id === older.throughMessageId)
    if (last === undefined) throw new Error('It folds what is there.')
    const request = {
      conversation_id: newId(),
      summary: null,
      messages: older.turns,
      through_message_id: last.id,
    }
    expect(summaryRequest.safeParse(request).success).toBe(true)
    expect(older.turns[0]?.id).toBe(messages[next]?.id)
    next = messages.indexOf(last) + 1
    summary = summaryThrough(last)
  }
  // The latest 200 are short enough to be sent as they are.
  expect(foldings).toBe(9)
  expect(idsOf(fitHistory(messages, summary))).toEqual(idsOf(messages.slice(next)))
  expect(next).toBeLessThanOrEqual(messages.length - foldLimits.keptTurns)
})
