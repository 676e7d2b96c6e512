/** Reads an example script: the header of comments that presents it, and the code that the editor opens. */

export interface Workflow {
  /** The file's name without `.py`. */
  readonly id: string
  readonly title: string
  readonly summary: string
  readonly tags: readonly string[]
  /** Tools the script calls, as the header names them. */
  readonly tools: readonly string[]
  /** Everything after the header. */
  readonly code: string
}

const header = /^# ---\r?\n((?:#[^\n]*\n)*?)# ---[ \t]*(?:\r?\n|$)/

/**
 * `path` is the file's path. A file without a header is presented by its name alone;
 * fields that are absent are empty, unknown ones are ignored.
 */
export function parseWorkflow(path: string, source: string): Workflow {
  const id = path.replace(/^.*\//, '').replace(/\.py$/, '')
  const match = header.exec(source)
  const fields = new Map<string, string>()
  for (const line of (match?.[1] ?? '').split('\n')) {
    const field = /^#\s*([a-z]+):(.*)$/.exec(line.trim())
    if (field?.[1] !== undefined && field[2] !== undefined) fields.set(field[1], field[2].trim())
  }
  return {
    id,
    title: fields.get('title') || nameToTitle(id),
    summary: fields.get('summary') ?? '',
    tags: toList(fields.get('tags')),
    tools: toList(fields.get('tools')),
    code: source.slice(match?.[0].length ?? 0).replace(/^\s*\n/, ''),
  }
}

const toList = (text = ''): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')

function nameToTitle(name: string): string {
  const words = name.replace(/^\d+[-_]/, '').replaceAll(/[-_]+/g, ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
