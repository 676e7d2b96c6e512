/**
 * Groups a run's output into blocks of one stream, small enough that the browser lays out only visible ones.
 */
import { cutBeforeEscape, keepLooks, styleAfter } from './terminal.ts'
import type { OutputText } from '../../../run/journal/cutOutput.ts'

/** At most 200 lines or 16,384 characters of one stream. Of terminal sequences it has colours and links alone. */
export interface OutputBlock extends OutputText {
  /** Sets the colours with which the block begins; empty for the usual ones. */
  readonly style: string
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
  const isContinued = last?.stream === piece.stream && !isFull(last)
  if (isContinued) blocks.pop()
  let rest = keepLooks(isContinued ? last.text + piece.text : piece.text)
  let style = isContinued ? last.style : styleAfter(last === undefined ? '' : last.style + last.text)
  while (rest !== '') {
    const text = firstBlock(rest)
    blocks.push({ stream: piece.stream, text, style, lines: countLines(text) })
    rest = rest.slice(text.length)
    style = styleAfter(style + text)
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
  return text.slice(0, end > 0 ? end : cutBeforeEscape(text, blockCharacters))
}

function countLines(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1
  return count
}
