/** Asks a folder that packages shall come from whether it answers this page, before a script depends on it. */
import { fetchFrom } from './fetchFrom.ts'

/** null where it does, whatever it says; else a sentence. `folder`: absolute, or a path of this origin. Never rejects. */
export async function checkPackageFolder(folder: string): Promise<string | null> {
  const url = new URL(folder, document.baseURI).href
  try {
    const signal = AbortSignal.timeout(15_000)
    const response = await fetchFrom({ url, what: 'The folder', place: url, signal, cache: 'no-store' })
    await response.body?.cancel()
    return null
  } catch (error) {
    // Folders need not be listed; their files are asked for by name.
    if (error instanceof Error && 'status' in error && error.status !== 502) return null
    return error instanceof Error ? error.message : String(error)
  }
}
