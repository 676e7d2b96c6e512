/** Plays a scripted model's answer to one request: text, tool calls and faults. */
import type { AiWireFormat, WireCall } from './aiWires.ts'

/** An answer of the model. Absent fields do nothing. */
export interface SpokenTurn {
  /** Said first, word by word. */
  readonly text?: string
  /** Code for execute_python; a list is so many calls in one answer. */
  readonly python?: string | readonly string[]
  /** Any other call; arguments that are a string are sent as they stand, broken JSON too. */
  readonly call?: TwinCall | readonly TwinCall[]
  /** The reason for the end, if it is not the usual one. */
  readonly ends?: 'length' | 'filter'
  /** The connection is lost in the middle of the text, or of the first call if there is no text. */
  readonly isCutOff?: boolean
  /** The stream stays open after the text and the calls, without an end. */
  readonly hangs?: boolean
  /** Between two pieces, in milliseconds. Default 1. */
  readonly pauseMs?: number
  /** A promise to await before the first piece. */
  readonly waitsFor?: Promise<unknown>
}

interface TwinCall {
  readonly name: string
  readonly arguments: unknown
}

interface Stage {
  readonly wire: AiWireFormat
  /** Unlike any before it in this transcript. */
  readonly nextId: () => string
  readonly send: (...events: readonly (object | string | null)[]) => void
  readonly end: () => void
  readonly breakOff: () => void
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const listOf = <Value>(value: Value | readonly Value[] | undefined): readonly Value[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value as Value]

export async function playTurn(
  turn: SpokenTurn,
  { wire, nextId, send, end, breakOff }: Stage,
): Promise<void> {
  const { text = '', isCutOff = false, pauseMs = 1 } = turn
  await turn.waitsFor
  send(wire.opening)
  const calls: WireCall[] = [
    ...listOf(turn.python).map((code) => ({ name: 'execute_python', arguments: { code } })),
    ...listOf(turn.call),
  ].map((call) => ({ ...call, id: nextId() }))
  const spoken = wordsOf(text).map(wire.text)
  const called = calls.map((call, index) => wire.toolCall(call, index))
  const firstHalf = (events: readonly object[]) => events.slice(0, Math.ceil(events.length / 2))
  const pieces = !isCutOff
    ? [...spoken, ...called.flat()]
    : spoken.length > 0
      ? firstHalf(spoken)
      : firstHalf(called[0] ?? [])
  for (const piece of pieces) {
    send(piece)
    await pause(pauseMs)
  }
  if (isCutOff) return breakOff()
  if (turn.hangs === true) return
  send(...wire.ending(turn.ends ?? (calls.length > 0 ? 'calls' : 'stop')))
  end()
}

/** With their blanks; of long texts several at a time. */
function wordsOf(text: string): readonly string[] {
  const words = text.match(/\s*\S+\s*/g) ?? []
  const atOnce = Math.ceil(words.length / 100)
  return Array.from({ length: Math.ceil(words.length / Math.max(atOnce, 1)) }, (_, i) =>
    words.slice(i * atOnce, (i + 1) * atOnce).join(''),
  )
}
