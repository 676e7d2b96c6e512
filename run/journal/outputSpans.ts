/** How the log tells stdout from stderr within one text: by the lengths of their pieces, in turn. Pure. */
import type { OutputText } from './cutOutput.ts'

/** More pieces are not told apart: a script that changes streams so often is not read by a person. */
const mostSpans = 100_000

/** The lengths of pieces of stdout and stderr in turn, from stdout on. null if all is stdout. */
export function toSpans(output: readonly OutputText[]): number[] | null {
  const spans = [0]
  for (const { stream, text } of output) {
    const isStdout = spans.length % 2 === 1
    if (isStdout !== (stream === 'stdout')) {
      if (spans.length === mostSpans) break
      spans.push(0)
    }
    spans[spans.length - 1] = (spans.at(-1) ?? 0) + text.length
  }
  return spans.length === 1 ? null : spans
}

/** Cuts the text of both streams into pieces again. The last piece has all that the lengths do not reach. */
export function splitStreams(output: string, spans: readonly number[] | null): OutputText[] {
  if (output === '') return []
  const pieces: OutputText[] = []
  let begin = 0
  const lengths = spans === null || spans.length === 0 ? [output.length] : spans
  for (const [index, length] of lengths.entries()) {
    const end = index === lengths.length - 1 ? output.length : begin + length
    const text = output.slice(begin, end)
    if (text !== '') pieces.push({ stream: index % 2 === 0 ? 'stdout' : 'stderr', text })
    begin = end
  }
  return pieces
}
