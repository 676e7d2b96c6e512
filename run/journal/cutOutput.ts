/** Merges a run's output and displays into one order: pieces of text, with the displays between them. Pure. */
import type { RunDisplay } from '../../contract/run/displayBundle.ts'
import type { OutputChunk } from './runState.ts'

export type OutputText = Pick<OutputChunk, 'stream' | 'text'>

export interface OutputPart {
  readonly text: readonly OutputText[]
  /** The display after the text; undefined in the last part. */
  readonly display: RunDisplay | undefined
}

/** Pieces keep their identity unless a display splits one. There is always one part more than displays. */
export function cutOutput(output: readonly OutputText[], displays: readonly RunDisplay[]): OutputPart[] {
  const parts: OutputPart[] = []
  const rest = [...output].toReversed()
  let taken = 0
  for (const display of displays) {
    const text: OutputText[] = []
    while (rest.length > 0 && taken < display.position) {
      const piece = rest.pop()
      if (piece === undefined) break
      const room = display.position - taken
      if (piece.text.length > room) {
        rest.push({ ...piece, text: piece.text.slice(room) })
        text.push({ ...piece, text: piece.text.slice(0, room) })
        taken += room
      } else {
        text.push(piece)
        taken += piece.text.length
      }
    }
    parts.push({ text, display })
  }
  return [...parts, { text: displays.length === 0 ? output : rest.toReversed(), display: undefined }]
}
