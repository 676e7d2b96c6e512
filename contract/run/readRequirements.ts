/** Reads what a script says it needs: the `# requirements:` lines among the comments at its top. */

const requirementsLine = /^#\s*requirements:(.*)$/i
/** Not within `[extras]`, nor before an operator such as the second of `>=1, <2`. */
const separator = /,(?![^[]*\])(?=\s*[A-Za-z0-9])/

/** Requirements as they were written (PEP 508), unchecked, in order. They end where the code begins. */
export function readRequirements(code: string): string[] {
  const lines = linesOf(code)
  return lines
    .slice(0, topOf(lines))
    .flatMap((line) => (requirementsLine.exec(line.trim())?.[1] ?? '').split(separator))
    .map((each) => each.trim())
    .filter((each) => each !== '')
}

/** The lines, from 0, that look like requirements and are not read: code stands above them. */
export function findUnreadRequirements(code: string): number[] {
  const lines = linesOf(code)
  const top = topOf(lines)
  return lines.flatMap((line, index) => (index > top && requirementsLine.test(line) ? [index] : []))
}

const linesOf = (code: string): string[] => code.split(/\r?\n/)

/** How many lines come before the code. */
function topOf(lines: readonly string[]): number {
  const first = lines.findIndex((line) => line.trim() !== '' && !line.trim().startsWith('#'))
  return first === -1 ? lines.length : first
}
