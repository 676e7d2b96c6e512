/** Explains, before a run, which imports no package of this Pyodide provides. */
import { loadOnce } from '../../../lib/loadOnce.ts'
import { fetchLock } from './fetchLock.ts'
import type { PackageList } from './PackageList.ts'
import type { PyodideLock } from './readLock.ts'
import { unknownModule } from './unknownModule.ts'

/** Modules of the runtime, which the lock file does not list. */
export const runtimeModules = ['IPython', 'eliza_runtime', 'js', 'pyodide', 'pyodide_js', 'tzdata'] as const
const brought = new Set<string>(runtimeModules)

/**
 * Explains top-level modules that cannot be imported: module name to sentence. If the lock file cannot be
 * fetched, the map is empty. Never rejects.
 * @param names modules that Python's standard library does not have.
 */
export async function explainImports(
  names: readonly string[],
  { lockUrl, pyodideVersion }: PackageList,
): Promise<ReadonlyMap<string, string>> {
  const known = await importsOf(lockUrl).catch(() => null)
  const unknown = names.filter((name) => known !== null && !known.has(name) && !brought.has(name))
  return new Map(unknown.map((name) => [name, unknownModule(name, pyodideVersion)]))
}

/** Cached, since a script is checked after every keystroke. */
const importsOf = loadOnce(async (lockUrl: string): Promise<PyodideLock['imports']> => {
  const lock = await fetchLock(lockUrl, AbortSignal.timeout(15_000))
  if (lock === null) throw new Error('The list of packages did not come.')
  return lock.imports
})
