import { expect, test } from 'vitest'
import type { ChatMessage } from '../../../../contract/chat/chat.ts'
import { AppError } from '../../../../contract/errors.ts'
import { announceChange } from './announceChange.ts'
import type { ChatState } from '../ChatWindowParts.ts'
import { chatStateOf, runOf } from '../tests/chatStateOf.ts'

const answer = (text: string, state: ChatMessage['metadata']['state'] = 'complete'): ChatMessage => ({
  id: crypto.randomUUID(),
  role: 'assistant',
  parts: [{ type: 'text', text }],
  metadata: { state, steps: [], error: null, reruns: {}, answered_by: 'model' },
  created_at: '2026-11-20T12:00:00Z',
})
const idle = chatStateOf({})
const answering = (text: string): ChatState =>
  chatStateOf({ activity: 'answering', messages: [answer(text, 'writing')] })
const running = (change: Parameters<typeof runOf>[0]): ChatState =>
  chatStateOf({
    activity: 'running',
    runningStep: 'one',
    runs: new Map([['one', { run: runOf(change), isRerun: false }]]),
  })

test('words are not read out one by one, but the answer is, when it has ended', () => {
  expect(announceChange(answering('The'), answering('The answer'))).toBeNull()
  const ended = chatStateOf({ messages: [answer('The answer is 4.')] })
  expect(announceChange(answering('The answer is 4.'), ended)).toBe(
    'The assistant answered: The answer is 4.',
  )
})

test.each([
  ['stopped', 'Stopped.'],
  ['cut-off', 'The answer was cut off. You can continue it.'],
  ['failed', 'No answer arrived: the model failed.'],
] as const)('an answer that was %s is told as that', (state, words) => {
  expect(announceChange(answering('The'), chatStateOf({ messages: [answer('The', state)] }))).toBe(words)
})

test('what Python does is told once: that it runs, asks, and failed', () => {
  const asks = running({ toolCalls: [{ tool: 'remember', status: 'asking' }] })
  const question = running({ questions: [{ inputId: 1, prompt: 'Your name?', isHidden: false }] })
  expect(announceChange(idle, running({}))).toBe('Python is running.')
  expect(announceChange(running({}), running({}))).toBeNull()
  expect(announceChange(running({}), asks)).toContain('whether it may call remember')
  expect(announceChange(asks, asks)).toBeNull()
  expect(announceChange(running({}), question)).toBe('The script asks: Your name?')
  const failed = chatStateOf({
    activity: 'asking',
    runs: new Map([['one', { run: runOf({ failure: 'ValueError: no' }), isRerun: false }]]),
  })
  expect(announceChange(running({}), failed)).toBe('Python failed: ValueError: no')
})

test('why a wish was refused, and that a message waits, is told', () => {
  const refused = chatStateOf({ error: new AppError('conversation-busy') })
  expect(announceChange(answering(''), refused)).toContain('Another tab is writing')
  expect(announceChange(idle, chatStateOf({ activity: 'waiting' }))).toContain(
    'is sent when the connection is back',
  )
})
