/** What a chat asks for: the next answer to its last message, and whether that may still call Python. */
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

/** How often an answer that broke off may be gone on with, beyond the steps of a message. */
const continuations = 8

const refuse = (sentence: string): never => {
  throw new AppError('tool-input-invalid', sentence)
}

/** Why the model gets no more Python. Throws `tool-input-invalid` where there is nothing to answer or not yet. */
export function readTurn({ messages, continues }: ChatRequest): LoopEnd | null {
  if (JSON.stringify(messages).length > chatLimits.requestCharacters) {
    const most = chatLimits.requestCharacters.toLocaleString('en')
    throw new AppError(
      'request-too-large',
      `The messages have more than ${most} characters. Send the newest ones, and a summary of the others.`,
    )
  }
  const last = messages.at(-1)
  const parts = last?.parts ?? []
  if (last?.role !== 'assistant') {
    if (continues) refuse('There is no answer to go on with: the last message is the user’s.')
    if (textOf(parts).trim() === '') refuse('The last message has no text. Write something.')
    return null
  }
  const calls = parts.filter(isPythonPart).filter(({ state }) => state !== 'input-streaming')
  if (!calls.every(hasObservation)) {
    refuse('A step has not been observed yet: run its code, and ask again with what came of it.')
  }
  const steps = stepsOf(parts)
  if (steps >= chatLimits.steps + (continues ? continuations : 0)) {
    refuse(`This answer has taken all of its ${chatLimits.steps} steps. Send a new message to go on.`)
  }
  if (!continues && !(answersIn(parts).at(-1) ?? []).some(isPythonPart)) {
    refuse('The last message has been answered. Send a new one.')
  }
  return loopEnd(parts)
}

export const textOf = (parts: readonly ChatPart[]): string =>
  parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n')
