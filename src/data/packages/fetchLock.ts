/** Fetches the list of packages where no run waits for it. */
import { ask } from './fetchFrom.ts'
import { readLock, type PyodideLock } from './readLock.ts'

/** null where it does not come; rejects where it is none, and with the signal's reason when aborted. */
export async function fetchLock(lockUrl: string, signal: AbortSignal): Promise<PyodideLock | null> {
  const answer = await ask({ url: new URL(lockUrl, document.baseURI).href, signal })
  return typeof answer === 'string' || !answer.ok ? null : readLock(await answer.json())
}
