/**
 * Asks the browser's built-in model for one step. The model has no tools: it writes Python between fences.
 */
import type { UIMessageChunk } from 'ai'
import { v4 as newId } from 'uuid'
import type { AnswerMetadata } from '../../contract/chat/chat.ts'
import { loopEnd } from '../../contract/chat/chatLoop.ts'
import { AppError } from '../../contract/errors.ts'
import type { ModelMessage, ModelSession } from './browserModel.ts'
import type { BuiltInAccess } from './createBuiltInAccess.ts'
import { createFenceSplitter, type FencePiece } from './createFenceSplitter.ts'
import { describeModelFault } from './describeModelFault.ts'
import { fitToSession, withoutOldest } from './fitToSession.ts'
import type { AskModel } from './ports.ts'
import { renderBuiltInInstructions } from './renderBuiltInInstructions.ts'
import { toPromptMessages } from './toPromptMessages.ts'

/** Nothing is sent to a provider. Of a long conversation, the oldest messages are left out. */
export const createBuiltInModel = ({ open }: Pick<BuiltInAccess, 'open'>): AskModel =>
  async function* ask(request, { signal }) {
    const last = request.messages.at(-1)
    const end = loopEnd(last?.role === 'assistant' ? last.parts : [])
    const mayCallPython = request.python_first && end === null
    const today = new Date().toISOString().slice(0, 10)
    const leaving = new AbortController()
    const untilLeft = AbortSignal.any([signal, leaving.signal])
    let session: ModelSession | undefined
    let hasBegun = false
    try {
      session = await open(renderBuiltInInstructions({ request, end, today }), signal)
      const answer = answerOf(session, toPromptMessages(request), untilLeft)
      for await (const chunk of toChunks(answer, mayCallPython)) {
        hasBegun = true
        yield chunk
      }
    } catch (error) {
      signal.throwIfAborted()
      const fault = describeModelFault(error)
      if (!hasBegun) throw fault
      yield { type: 'message-metadata', messageMetadata: metadata(false) }
      yield { type: 'error', errorText: JSON.stringify(fault.toBody()) }
    } finally {
      // The model may still be writing after the fence.
      leaving.abort()
      session?.destroy()
    }
  }

/**
 * Streams the model's text. If the prompt exceeds the quota, retries without the oldest messages until only
 * the question is left.
 */
async function* answerOf(
  session: ModelSession,
  all: readonly ModelMessage[],
  signal: AbortSignal,
): AsyncGenerator<string> {
  let messages = await fitToSession(session, all, signal)
  for (let hasBegun = false; ;) {
    const reader = session.promptStreaming(messages, { signal }).getReader()
    try {
      let next = await reader.read()
      for (; !next.done; next = await reader.read()) {
        hasBegun = true
        yield next.value
      }
      return
    } catch (error) {
      const isTooMuch = error instanceof Error && error.name === 'QuotaExceededError'
      if (!isTooMuch || hasBegun || messages.length === 1) throw error
      messages = withoutOldest(messages)
    }
  }
}

const metadata = (complete: boolean): AnswerMetadata => ({
  step: { provider: 'built-in', model: 'built-in', usage: null },
  complete,
})

async function* toChunks(
  answer: AsyncIterable<string>,
  mayCallPython: boolean,
): AsyncGenerator<UIMessageChunk> {
  const text = { id: newId(), isOpen: false }
  const call = { id: newId(), code: '' }
  const splitter = createFenceSplitter()
  let hasBegun = false
  let hasWords = false
  let isCalled = false

  function* fold(pieces: readonly FencePiece[]): Generator<UIMessageChunk> {
    for (const piece of pieces) {
      if (piece.type === 'text') {
        if (!text.isOpen) yield { type: 'text-start', id: text.id }
        text.isOpen = true
        hasWords ||= piece.text.trim() !== ''
        yield { type: 'text-delta', id: text.id, delta: piece.text }
      } else if (piece.type === 'code-start') {
        if (text.isOpen) yield { type: 'text-end', id: text.id }
        text.isOpen = false
        yield { type: 'tool-input-start', toolCallId: call.id, toolName: python }
        yield { type: 'tool-input-delta', toolCallId: call.id, inputTextDelta: '{"code":"' }
      } else if (piece.type === 'code') {
        call.code += piece.text
        const inputTextDelta = JSON.stringify(piece.text).slice(1, -1)
        yield { type: 'tool-input-delta', toolCallId: call.id, inputTextDelta }
      } else {
        isCalled = true
        yield {
          type: 'tool-input-available',
          toolCallId: call.id,
          toolName: python,
          input: { code: call.code },
        }
      }
    }
  }

  for await (const delta of answer) {
    if (!hasBegun) yield { type: 'start-step' }
    hasBegun = true
    yield* fold(mayCallPython ? splitter.take(delta) : [{ type: 'text', text: delta }])
    if (isCalled) break
  }
  yield* fold(splitter.end())
  if (!hasWords && !isCalled) throw new AppError('upstream-failed', silence)
  if (text.isOpen) yield { type: 'text-end', id: text.id }
  yield { type: 'finish-step' }
  yield { type: 'finish', messageMetadata: metadata(true) }
}

const python = 'execute_python'
const silence = 'The browser’s own model answered with nothing. Ask again, or in other words.'
