/**
 * Reads a provider's answer so that parsing it stops nobody else: what comes fast enough is parsed without a pause, and
 * would hold the thread of all functions until its end.
 */
import { TierFault } from './TierFault.ts'

/** In milliseconds. */
const pauseAfter = 20
/** Parsers of events read an unfinished line again with each chunk. */
const mostLineBytes = 2_000_000
/** An event has two. */
const mostLines = 400_000
const mostLevels = 200

const [lineFeed, carriageReturn, quote, backslash] = [0x0a, 0x0d, 0x22, 0x5c]
const [openList, closeList, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d]

type Bytes = Uint8Array<ArrayBuffer>

/**
 * Passes JSON or events on, with pauses in which others get their turn. Fails with a TierFault if there are too many lines,
 * or one that is too long or nested too deeply.
 */
export function readCalmly(): TransformStream<Bytes, Bytes> {
  const check = createCheck()
  let since = performance.now()
  return new TransformStream({
    async transform(chunk, controller) {
      if (performance.now() - since >= pauseAfter) {
        await new Promise((resolve) => setTimeout(resolve, 0))
        since = performance.now()
      }
      check(chunk)
      controller.enqueue(chunk)
    },
  })
}

function createCheck(): (chunk: Bytes) => void {
  let [lines, lineBytes, level] = [0, 0, 0]
  let [isText, isEscaped] = [false, false]
  return (chunk) => {
    for (const byte of chunk) {
      if (byte === lineFeed || byte === carriageReturn) {
        lines += 1
        lineBytes = level = 0
        isText = isEscaped = false
        if (lines > mostLines) throw new TierFault('malformed', 'answered with too many lines')
        continue
      }
      lineBytes += 1
      if (isEscaped) isEscaped = false
      else if (byte === backslash && isText) isEscaped = true
      else if (byte === quote) isText = !isText
      else if (isText) continue
      else if (byte === openList || byte === openObject) level += 1
      else if (byte === closeList || byte === closeObject) level -= 1
      if (level > mostLevels) throw new TierFault('malformed', 'answered with JSON that is nested too deeply')
    }
    if (lineBytes > mostLineBytes) throw new TierFault('malformed', 'answered with a line that is too long')
  }
}
