/** Fetches the lock file outside of a run. */
import { ask } from './fetchFrom.ts'
import { readLock, type PyodideLock } from './readLock.ts'

/**
 * Fetches the lock file. @returns null if it is unavailable. @throws if it is malformed, or the signal's
 * reason if aborted.
 */
export async function fetchLock(lockUrl: string, signal: AbortSignal): Promise<PyodideLock | null> {
  const answer = await ask({ url: new URL(lockUrl, document.baseURI).href, signal })
  return typeof answer === 'string' || !answer.ok ? null : readLock(await answer.json())
}
