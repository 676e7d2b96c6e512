/**
 * Groups a run's output into blocks of one stream, small enough that the browser lays out only visible ones.
 */
import type { OutputText } from '../../../run/journal/cutOutput.ts'

/** At most 200 lines or 16,384 characters of one stream, without terminal control sequences. */
export interface OutputBlock extends OutputText {
  /** Line breaks in `text`. */
  readonly lines: number
}

/** The accumulator of `groupOutput`. */
export interface GroupedOutput {
  /** The pieces that `blocks` contains. */
  readonly taken: readonly OutputText[]
  readonly blocks: readonly OutputBlock[]
}

export const noOutput: GroupedOutput = { taken: [], blocks: [] }

const blockLines = 200
const blockCharacters = 16_384

/**
 * Groups incrementally. If `pieces` continues the pieces of `former`, only the new ones are processed, and all
 * blocks but the last keep their identity.
 */
export function groupOutput(former: GroupedOutput, pieces: readonly OutputText[]): GroupedOutput {
  const continues =
    former.taken.length <= pieces.length && former.taken.at(-1) === pieces[former.taken.length - 1]
  if (continues && former.taken.length === pieces.length) return former
  const blocks = continues ? [...former.blocks] : []
  for (const piece of pieces.slice(continues ? former.taken.length : 0)) addPiece(blocks, piece)
  return { taken: pieces, blocks }
}

function addPiece(blocks: OutputBlock[], piece: OutputText): void {
  const last = blocks.at(-1)
  let rest = piece.text
  if (last?.stream === piece.stream && !isFull(last)) {
    blocks.pop()
    rest = last.text + rest
  }
  rest = withoutControl(rest)
  while (rest !== '') {
    const text = firstBlock(rest)
    blocks.push({ stream: piece.stream, text, lines: countLines(text) })
    rest = rest.slice(text.length)
  }
}

const isFull = (block: OutputBlock): boolean =>
  block.lines >= blockLines || block.text.length >= blockCharacters

/** Cuts after a line break, unless a single line is longer than a block. */
function firstBlock(text: string): string {
  let end = 0
  for (let lines = 0; lines < blockLines; lines += 1) {
    const next = text.indexOf('\n', end) + 1
    if (next === 0 && text.length <= blockCharacters) return text
    if (next === 0 || next > blockCharacters) break
    end = next
  }
  return text.slice(0, end > 0 ? end : blockCharacters)
}

function countLines(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1
  return count
}

/** Terminal escapes by ECMA-48, 5.3 to 5.6: CSI (colours, cursor), OSC (links, titles), and two-character ones. */
// oxlint-disable-next-line no-control-regex
const escapes = /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)|[ -/]*[0-Z\\^-~])/g

/** Removes escapes. A carriage return overwrites its line, as progress bars expect. */
function withoutControl(text: string): string {
  const plain = text.includes('\u001B') ? text.replaceAll(escapes, '') : text
  if (!plain.includes('\r')) return plain
  // A final carriage return may be half of a line break that continues in the next piece.
  return plain.replaceAll('\r\n', '\n').replaceAll(/[^\n]*\r(?!$)/g, '')
}
