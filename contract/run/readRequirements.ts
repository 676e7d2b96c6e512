/** Reads a script's requirements: the `# requirements:` lines among the comments at its top. */

const requirementsLine = /^#\s*requirements:(.*)$/i
/** A comma that separates requirements: not one within `[extras]` or between specifiers such as `>=1, <2`. */
const separator = /,(?![^[]*\])(?=\s*[A-Za-z0-9])/

/**
 * The requirements as written (PEP 508), unchecked, in order. Lines below the first code line do not count.
 */
export function readRequirements(code: string): string[] {
  const lines = linesOf(code)
  return lines
    .slice(0, topOf(lines))
    .flatMap((line) => (requirementsLine.exec(line.trim())?.[1] ?? '').split(separator))
    .map((each) => each.trim())
    .filter((each) => each !== '')
}

/** Indexes (from 0) of requirement lines that are ignored because code stands above them. */
export function findUnreadRequirements(code: string): number[] {
  const lines = linesOf(code)
  const top = topOf(lines)
  return lines.flatMap((line, index) => (index > top && requirementsLine.test(line) ? [index] : []))
}

const linesOf = (code: string): string[] => code.split(/\r?\n/)

/** Number of lines before the code. */
function topOf(lines: readonly string[]): number {
  const first = lines.findIndex((line) => line.trim() !== '' && !line.trim().startsWith('#'))
  return first === -1 ? lines.length : first
}
