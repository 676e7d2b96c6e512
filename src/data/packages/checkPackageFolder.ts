/** Asks a folder that packages shall come from for one of them, before a script depends on it. */
import { fetchFrom } from './fetchFrom.ts'
import { readLock } from './readLock.ts'

/** Small, and in every whole copy of the packages. */
const sample = 'micropip'

/** null where the folder has it; else a sentence. `folder`: absolute, or a path of this origin. Never rejects. */
export async function checkPackageFolder(folder: string, lockUrl: string): Promise<string | null> {
  const place = new URL(folder, document.baseURI).href
  const signal = AbortSignal.timeout(15_000)
  try {
    const asked = {
      url: new URL(lockUrl, document.baseURI).href,
      what: 'The list of packages',
      place,
      signal,
    }
    const { packages } = readLock(await (await fetchFrom(asked)).json())
    const [first] = packages.values()
    const { name: what, fileName } = packages.get(sample) ?? first ?? { name: sample, fileName: '' }
    await fetchFrom({ url: place + fileName, what, place, signal, method: 'HEAD', cache: 'no-store' })
    return null
  } catch (error) {
    return signal.aborted
      ? `${place} did not answer within 15 s.`
      : error instanceof Error
        ? error.message
        : String(error)
  }
}
