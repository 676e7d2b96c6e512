/** The control sequences of terminals in printed text: which are kept, and what is lost of the others. Pure. */

/** Terminal escapes by ECMA-48, 5.3 to 5.6: CSI (colours, cursor), OSC (links, titles), and two-character ones. */
// oxlint-disable-next-line no-control-regex
const escapes = /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)|[ -/]*[0-Z\\^-~])/g
/** What decides how text looks: colours (SGR) and links (OSC 8). */
// oxlint-disable-next-line no-control-regex
const isLook = /^\u001B(?:\[[\d;:]*m|\]8;)/
// oxlint-disable-next-line no-control-regex
const isReset = /^\u001B\[0?m$/
/** Styles that may be open at once. What a script that never resets its colours set before is forgotten. */
const mostStyles = 16

const hasEscape = (text: string): boolean => text.includes('\u001B')

/** The text alone, as it is copied and told. */
export const withoutEscapes = (text: string): string =>
  hasEscape(text) ? text.replaceAll(escapes, '') : text

/** Removes what moves the cursor or asks a terminal. A carriage return overwrites its line, as progress bars expect. */
export function keepLooks(text: string): string {
  const styled = hasEscape(text)
    ? text.replaceAll(escapes, (sequence) => (isLook.test(sequence) ? sequence : ''))
    : text
  if (!styled.includes('\r')) return styled
  const lines = styled.replaceAll('\r\n', '\n').split('\n')
  return lines.map((line, index) => overwritten(line, index === lines.length - 1)).join('\n')
}

/** By index, since a pattern would search a long line without a carriage return from each of its characters. */
function overwritten(line: string, isLast: boolean): string {
  // A final carriage return may be half of a line break that continues in the next piece.
  const end = isLast && line.endsWith('\r') ? line.length - 1 : line.length
  const start = line.slice(0, end).lastIndexOf('\r') + 1
  return start === 0 ? line : styleAfter(line.slice(0, start)) + line.slice(start)
}

/** The colours at the end of a text, as the shortest sequence that sets them again. */
export function styleAfter(text: string): string {
  if (!hasEscape(text)) return ''
  const styles = (text.match(escapes) ?? []).filter(
    (sequence) => sequence.endsWith('m') && isLook.test(sequence),
  )
  const reset = styles.findLastIndex((sequence) => isReset.test(sequence))
  return (
    (reset === -1 ? '' : '\u001B[0m') +
    styles
      .slice(reset + 1)
      .slice(-mostStyles)
      .join('')
  )
}

/** A place to cut at or before `end` that is not inside an escape. Beyond 2,000 characters nothing is one. */
export function cutBeforeEscape(text: string, end: number): number {
  const begin = text.lastIndexOf('\u001B', end - 1)
  if (begin <= 0 || end - begin > 2_000) return end
  const [sequence] = text.slice(begin).match(escapes) ?? []
  return sequence !== undefined && begin + sequence.length > end ? begin : end
}

/** Whether it has colours or links to draw. */
export const hasLooks = (text: string): boolean => hasEscape(text) || /https?:\/\//i.test(text)
