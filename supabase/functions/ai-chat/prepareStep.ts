/** Builds the prompt for the next step of a chat. */
import type { SupabaseClient } from '@supabase/supabase-js'
import { chatLimits, type ChatRequest } from '../../../contract/chat/chat.ts'
import type { LoopEnd } from '../../../contract/chat/chatLoop.ts'
import { fitTurns } from './fitTurns.ts'
import { recallMemories } from './recallMemories.ts'
import { textOf } from './readTurn.ts'
import { renderInstructions } from './renderInstructions.ts'
import { type ModelMessage, toTurns, userSays } from './toTurns.ts'

export interface StepQuestion {
  readonly instructions: string
  readonly messages: ModelMessage[]
  /** True if the model may call Python in this step. */
  readonly mayCallPython: boolean
}

const goOn =
  'Your answer broke off. Go on exactly where it stopped, in the middle of the word if need be: repeat nothing and begin with no remark.'

/** Finds the memories for the last question of a chat. They are the same for all steps of the answer. */
export function recallFor(
  request: ChatRequest,
  client: () => SupabaseClient,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const question = request.messages.findLast(({ role }) => role === 'user')
  return recallMemories(client, textOf(question?.parts ?? []), signal)
}

export function prepareStep(
  request: ChatRequest,
  end: LoopEnd | null,
  memories: readonly string[],
  /** Limit for instructions and messages together. */
  contextCharacters: number,
): StepQuestion {
  const today = new Date().toISOString().slice(0, 10)
  const instructions = renderInstructions({ request, end, memories, today })
  const room = contextCharacters - instructions.length
  // One text gets at most half of the room, so that a question and its result both fit.
  const turns = toTurns(request.messages, Math.max(Math.floor(room / 2), chatLimits.observationCharacters))
  const { messages, note } = fitTurns(turns, room)
  if (request.continues) messages.push(userSays(goOn))
  return {
    instructions: note === null ? instructions : `${instructions}\n\n${note}`,
    messages,
    mayCallPython: request.python_first && end === null,
  }
}
