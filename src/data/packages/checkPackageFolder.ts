/** Checks that a package folder serves packages, before a script depends on it. */
import { ask } from './fetchFrom.ts'
import { fetchLock } from './fetchLock.ts'
import type { PackageList } from './PackageList.ts'

/** A small package that every complete copy has. */
const sample = 'micropip'

/**
 * Checks a folder, given absolutely or as a path of this origin. Never rejects. @returns null if it has
 * packages, or else a sentence.
 */
export async function checkPackageFolder(
  folder: string,
  { lockUrl, pyodideVersion }: PackageList,
): Promise<string | null> {
  const place = new URL(folder, document.baseURI).href
  const signal = AbortSignal.timeout(15_000)
  try {
    const lock = await fetchLock(lockUrl, signal)
    if (lock === null) return noList
    const [first] = lock.packages.values()
    const fileName = (lock.packages.get(sample) ?? first)?.fileName ?? ''
    const answer = await ask({ url: place + fileName, signal, method: 'HEAD', cache: 'no-store' })
    if (answer === 'refused by policy')
      return `The policy of this page does not let it ask ${place}. Name its origin in PACKAGES_ORIGIN where the workbench is started.`
    if (answer !== 'unreachable' && answer.ok) return null
    return `There are no packages of Pyodide ${pyodideVersion} at ${place}. Check the address, and that it allows this page to read it.`
  } catch (error) {
    if (signal.aborted) return `${place} did not answer within 15 s. Check the address and the connection.`
    return error instanceof Error ? error.message : String(error)
  }
}

const noList =
  'The workbench could not fetch its own list of packages, and so did not ask the folder. Check the connection and try again.'
