/** Trims a conversation to the size of a prompt: the oldest parts are dropped first. */
import type { ModelMessage, Piece, Turn } from './toTurns.ts'
import { userSays } from './toTurns.ts'

interface Fitted {
  readonly messages: ModelMessage[]
  /** Tells the model what was dropped. null if nothing was. */
  readonly note: string | null
}

/**
 * Always keeps the last question and the last answer to it. Then adds earlier answers to that question,
 * newest first, and then earlier turns as a whole, until the next one would not fit. A call and its
 * observation stay together.
 *
 * @param characters Limit for the length of all messages as JSON.
 */
export function fitTurns(turns: readonly Turn[], characters: number): Fitted {
  const current = turns.at(-1) ?? { question: [], answers: [] }
  let left = characters - sizeOf(current.question)
  const answers = takeLast(current.answers, (piece, place) => {
    left -= sizeOf(piece)
    return place === 0 || left >= 0
  })
  const missingSteps = current.answers.length - answers.length
  const before = takeLast(turns.slice(0, -1), (turn) => {
    left -= sizeOf(turn.question) + turn.answers.reduce((sum, piece) => sum + sizeOf(piece), 0)
    return missingSteps === 0 && left >= 0
  })
  const missingTurns = turns.length - 1 - before.length
  const messages = [...before, { question: current.question, answers }].flatMap((turn) => [
    ...turn.question,
    ...turn.answers.flat(),
  ])
  // Some providers reject a conversation that begins with an assistant message.
  if (messages[0]?.role !== 'user') messages.unshift(userSays('(What came before is not shown.)'))
  const notes = [
    ...(missingTurns > 0
      ? [
          `The oldest ${missingTurns} questions of this conversation, with their answers, are left out: they do not fit.`,
        ]
      : []),
    ...(missingSteps > 0
      ? [`The first ${missingSteps} steps of your present answer are left out: they do not fit.`]
      : []),
  ]
  return { messages, note: notes.length === 0 ? null : notes.join(' ') }
}

const sizeOf = (piece: Piece): number => JSON.stringify(piece).length

/** The longest end of a list whose items are all taken. `take` is called from the last item backwards. */
function takeLast<Item>(items: readonly Item[], take: (item: Item, place: number) => boolean): Item[] {
  const reversed = items.toReversed()
  const end = reversed.findIndex((item, place) => !take(item, place))
  return reversed.slice(0, end === -1 ? items.length : end).toReversed()
}
