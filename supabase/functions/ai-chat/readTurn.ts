/**
 * Validates a chat's request: it must need an answer, and decides whether the model may still call Python.
 */
import { chatLimits, type ChatPart, type ChatRequest } from '../../../contract/chat/chat.ts'
import {
  answersIn,
  hasObservation,
  isPythonPart,
  type LoopEnd,
  loopEnd,
  stepsOf,
} from '../../../contract/chat/chatLoop.ts'
import { AppError } from '../../../contract/errors.ts'

/** Continuations of an answer that was cut off, in addition to the steps of a message. */
const continuations = 8

const refuse = (sentence: string): never => {
  throw new AppError('tool-input-invalid', sentence)
}

/**
 * @returns Why the model gets no more Python, or null if it may call Python.
 * @throws AppError `tool-input-invalid` if there is nothing to answer yet, `request-too-large` if the
 *   messages are too long.
 */
export function readTurn({ messages, continues }: ChatRequest): LoopEnd | null {
  if (JSON.stringify(messages).length > chatLimits.requestCharacters) {
    const most = chatLimits.requestCharacters.toLocaleString('en')
    throw new AppError(
      'request-too-large',
      `The messages have more than ${most} characters. Send the newest messages, and a summary of the older ones.`,
    )
  }
  const last = messages.at(-1)
  const parts = last?.parts ?? []
  if (last?.role !== 'assistant') {
    if (continues)
      refuse('There is no answer to continue: the last message is the user’s. Send it without continues.')
    if (textOf(parts).trim() === '') refuse('The last message has no text. Write something.')
    return null
  }
  const calls = parts.filter(isPythonPart).filter(({ state }) => state !== 'input-streaming')
  if (!calls.every(hasObservation)) {
    refuse('A step has no observation yet. Run its code, then ask again with the result.')
  }
  const steps = stepsOf(parts)
  if (steps >= chatLimits.steps + (continues ? continuations : 0)) {
    refuse(`This answer has used all of its ${chatLimits.steps} steps. Send a new message to continue.`)
  }
  if (!continues && !(answersIn(parts).at(-1) ?? []).some(isPythonPart)) {
    refuse('The last message has been answered. Send a new one.')
  }
  return loopEnd(parts)
}

export const textOf = (parts: readonly ChatPart[]): string =>
  parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n')
