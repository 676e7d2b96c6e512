/** Says before any run which imports no package of this Pyodide brings. */
import { ask } from './fetchFrom.ts'
import type { PackageList } from './PackageList.ts'
import { readLock, type PyodideLock } from './readLock.ts'
import { unknownModule } from './unknownModule.ts'

/** What the runtime brings itself, though no list of packages has it. */
export const runtimeModules = ['eliza_runtime', 'js', 'pyodide', 'pyodide_js'] as const
const brought = new Set<string>(runtimeModules)

/**
 * A sentence for each of these top-level modules that cannot be imported, by its name. `names`: of modules that Python's own
 * library does not have. Where the list of packages cannot be fetched, nothing is said. Never rejects.
 */
export async function explainImports(
  names: readonly string[],
  { lockUrl, pyodideVersion }: PackageList,
): Promise<ReadonlyMap<string, string>> {
  const known = await importsOf(new URL(lockUrl, document.baseURI).href)
  const unknown = names.filter((name) => known !== null && !known.has(name) && !brought.has(name))
  return new Map(unknown.map((name) => [name, unknownModule(name, pyodideVersion)]))
}

type Imports = PyodideLock['imports']

/** A script is checked after every key. */
const lists = new Map<string, Promise<Imports | null>>()

/** null where the list cannot be had, for which it is asked again next time. */
function importsOf(url: string): Promise<Imports | null> {
  const known = lists.get(url)
  if (known) return known
  const list = readImports(url).catch(() => {
    lists.delete(url)
    return null
  })
  lists.set(url, list)
  return list
}

async function readImports(url: string): Promise<Imports> {
  const answer = await ask({ url, signal: AbortSignal.timeout(15_000) })
  if (typeof answer === 'string' || !answer.ok) throw new Error(`No list of packages at ${url}`)
  return readLock(await answer.json()).imports
}
