/** Says before any run which imports no package of this Pyodide brings. */
import { loadOnce } from '../../../lib/loadOnce.ts'
import { fetchLock } from './fetchLock.ts'
import type { PackageList } from './PackageList.ts'
import type { PyodideLock } from './readLock.ts'
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
  const known = await importsOf(lockUrl).catch(() => null)
  const unknown = names.filter((name) => known !== null && !known.has(name) && !brought.has(name))
  return new Map(unknown.map((name) => [name, unknownModule(name, pyodideVersion)]))
}

/** Kept, since a script is checked after every key. */
const importsOf = loadOnce(async (lockUrl: string): Promise<PyodideLock['imports']> => {
  const lock = await fetchLock(lockUrl, AbortSignal.timeout(15_000))
  if (lock === null) throw new Error('The list of packages did not come.')
  return lock.imports
})
