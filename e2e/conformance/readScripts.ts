/** The scripts of the conformance suite, as the files beside this one have them: each begins with a line `#### its name`. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface Script {
  readonly name: string
  readonly code: string
}

/** `places`: what stands for an address that is known only now. */
export async function readScripts(places: Readonly<Record<string, string>>): Promise<Script[]> {
  const files = (await readdir(import.meta.dirname)).filter((file) => file.endsWith('.txt')).toSorted()
  const sources = await Promise.all(files.map((file) => readFile(join(import.meta.dirname, file), 'utf8')))
  return sources.flatMap((source) =>
    source
      .split(/^#### /m)
      .slice(1)
      .map((part) => {
        const end = part.indexOf('\n')
        const code = part.slice(end + 1).trimEnd()
        return {
          name: part.slice(0, end),
          code: code.replaceAll(/\b[A-Z]{5}\b/g, (word) => places[word] ?? word),
        }
      }),
  )
}
