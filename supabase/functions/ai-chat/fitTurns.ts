/** Holds a conversation to what a model takes: what is recent stays whole, the oldest is left out first. */
import type { ModelMessage, Piece, Turn } from './toTurns.ts'
import { userSays } from './toTurns.ts'

interface Fitted {
  readonly messages: ModelMessage[]
  /** What the model is told of what is missing; null where nothing is. */
  readonly note: string | null
}

/**
 * The last question and the last answer to it are always there; then come the answers before that one, newest first, and
 * then whole turns, as long as all together have at most `characters` as JSON. A call and its observation stay together.
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
  // Some providers refuse a conversation that begins with an answer.
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

/** The end of a list, from the first that is not taken on; `take` is asked from the last one back. */
function takeLast<Item>(items: readonly Item[], take: (item: Item, place: number) => boolean): Item[] {
  const reversed = items.toReversed()
  const end = reversed.findIndex((item, place) => !take(item, place))
  return reversed.slice(0, end === -1 ? items.length : end).toReversed()
}
