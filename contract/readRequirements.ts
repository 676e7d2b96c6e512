/** Reads what a script says it needs: the `# requirements:` lines among the comments at its top. */

const requirementsLine = /^#\s*requirements:(.*)$/i
/** Not within `[extras]`, nor before an operator such as the second of `>=1, <2`. */
const separator = /,(?![^[]*\])(?=\s*[A-Za-z0-9])/

/** Requirements as they were written (PEP 508), unchecked, in order. They end where the code begins. */
export function readRequirements(code: string): string[] {
  const requirements: string[] = []
  for (const line of code.split(/\r?\n/)) {
    const text = line.trim()
    if (text !== '' && !text.startsWith('#')) break
    const named = requirementsLine.exec(text)?.[1] ?? ''
    requirements.push(...named.split(separator).map((each) => each.trim()))
  }
  return requirements.filter((each) => each !== '')
}
