/** Finds the repository paths that a Markdown document names and that do not exist. */
import path from 'node:path'

export interface Documents {
  /** Every file of the repository, relative to its root. */
  readonly files: readonly string[]
  /** The text of a document, to look up the headings that links point to. */
  readonly textOf: (file: string) => string
}

/**
 * A code span counts as a path if it starts with a folder of the root or of the document's own folder, or if it is the name
 * of a TypeScript, Markdown, SQL or TOML file. `*` and `<name>` stand for any part of one name.
 *
 * @returns One sentence for each path, link or heading that is missing.
 */
export function findBrokenPaths(document: string, documents: Documents): string[] {
  const folder = path.posix.dirname(document)
  const known = withFolders(documents.files)
  const bases = folder === '.' ? ['.'] : ['.', folder]
  const exists = (named: string) =>
    bases.some((base) => matches(known, path.posix.normalize(path.posix.join(base, named))))
  const startsInFolder = (named: string) =>
    bases.some((base) => known.has(path.posix.join(base, named.split('/', 1)[0] ?? '')))

  const prose = documents.textOf(document).replaceAll(/^( *)```[\s\S]*?^\1```/gm, '')
  const named = [...prose.matchAll(/`([^`\n]+)`/g)]
    .map(([, span = '']) => span)
    .filter((span) => /^[\w.@<>*-]+(\/[\w.@<>*-]+)*\/?$/.test(span))
    .filter(
      (span) => (span.includes('/') && startsInFolder(span)) || /^[^.].*\.(tsx?|md|sql|toml)$/.test(span),
    )
    .filter((span) => !isBuilt(span))
    .filter((span) => !exists(span))
    .map((span) => `${document}: there is no ${span}`)
  const links = [...prose.matchAll(/\]\(([^()\s]+)\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !/^[a-z]+:/.test(link))
    .filter((link) => {
      const [file = '', heading] = link.split('#')
      const target = file === '' ? document : path.posix.normalize(path.posix.join(folder, file))
      if (!known.has(target)) return true
      return heading !== undefined && !headingsOf(documents.textOf(target)).includes(heading)
    })
    .map((link) => `${document}: the link ${link} leads nowhere`)
  return [...new Set([...named, ...links])]
}

/** These are made on each machine, and no part of the repository. */
const isBuilt = (named: string): boolean =>
  /^(dist|node_modules|\.cache|\.data)(\/|$)/.test(named) || named.endsWith('/.env')

function withFolders(files: readonly string[]): ReadonlySet<string> {
  const known = new Set(files)
  for (const file of files) {
    for (let folder = path.posix.dirname(file); folder !== '.'; folder = path.posix.dirname(folder))
      known.add(folder)
  }
  return known
}

function matches(known: ReadonlySet<string>, named: string): boolean {
  const wanted = named.replace(/\/$/, '')
  if (!/[*<]/.test(wanted)) return known.has(wanted)
  const pattern = wanted
    .split(/\*|<[^>]*>/)
    .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('[^/]*')
  const whole = new RegExp(`^${pattern}$`)
  return [...known].some((file) => whole.test(file))
}

/** The anchors that GitHub gives a document's headings. */
const headingsOf = (text: string): string[] =>
  [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  )
