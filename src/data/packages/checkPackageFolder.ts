/** Asks a folder that packages shall come from for one of them, before a script depends on it. */
import { ask } from './fetchFrom.ts'
import type { PackageList } from './PackageList.ts'
import { readLock } from './readLock.ts'

/** Small, and in every whole copy of the packages. */
const sample = 'micropip'

/** null where the folder has it; else a sentence. `folder`: absolute, or a path of this origin. Never rejects. */
export async function checkPackageFolder(
  folder: string,
  { lockUrl, pyodideVersion }: PackageList,
): Promise<string | null> {
  const place = new URL(folder, document.baseURI).href
  const signal = AbortSignal.timeout(15_000)
  try {
    const fileName = await readSample(new URL(lockUrl, document.baseURI).href, signal)
    if (fileName === null) return noList
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

/** The name of the file to ask for; null where not even the list of them comes. */
async function readSample(url: string, signal: AbortSignal): Promise<string | null> {
  const list = await ask({ url, signal })
  if (typeof list === 'string' || !list.ok) return null
  const { packages } = readLock(await list.json())
  const [first] = packages.values()
  return (packages.get(sample) ?? first)?.fileName ?? ''
}

const noList =
  'The workbench could not fetch its own list of packages, and so did not ask the folder. Check the connection and try again.'
