/** Cuts a run's output into blocks of one stream, small enough that the browser lays out only those in view. */
import type { OutputText } from '../../../run/journal/cutOutput.ts'

export interface OutputBlock extends OutputText {
  /** Line breaks in `text`. */
  readonly lines: number
}

export interface GroupedOutput {
  /** The pieces that are in `blocks`. */
  readonly taken: readonly OutputText[]
  readonly blocks: readonly OutputBlock[]
}

export const noOutput: GroupedOutput = { taken: [], blocks: [] }

const blockLines = 200
const blockCharacters = 16_384

/**
 * Gives the blocks of `pieces`. Where these continue what `former` was made of, only the new ones are read
 * and all blocks but the last keep their identity.
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

/** Ends after a line, but for a line longer than a block. */
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

/** Colours and cursor moves (CSI), links and titles (OSC, to a bell or ESC \), and the two-character rest (ECMA-48, 5.3 to 5.6). */
// oxlint-disable-next-line no-control-regex
const escapes = /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)|[ -/]*[0-Z\\^-~])/g

/** Commands to a terminal go; a carriage return rewrites its line, as progress bars expect. */
function withoutControl(text: string): string {
  const plain = text.includes('\u001B') ? text.replaceAll(escapes, '') : text
  if (!plain.includes('\r')) return plain
  // One at the very end may be half of a line break that comes with the next piece.
  return plain.replaceAll('\r\n', '\n').replaceAll(/[^\n]*\r(?!$)/g, '')
}
