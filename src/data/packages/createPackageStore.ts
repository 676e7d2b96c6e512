/** Fetches package files, verifies their SHA-256, and caches them in the browser by it. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { limits } from '../../../contract/run/workerProtocol.ts'
import { fetchFrom, notFetched, otherThanExpected } from './fetchFrom.ts'

export interface StoredFile {
  readonly url: string
  /** SHA-256 of its content, in hex. */
  readonly sha256: string
  /** Name and source, for people. */
  readonly what: string
  readonly place: string
}

export interface PackageStore {
  /**
   * Returns the file's bytes, which the caller owns. `onShare` gets 0 to 1. @throws an AppError, or the
   * signal's reason.
   */
  get(file: StoredFile, signal: AbortSignal, onShare: (share: number) => void): Promise<ArrayBuffer>
  /** Returns an index's answer as text; if it does not answer, its last cached answer. */
  getText(url: string, ask: () => Promise<string>): Promise<string>
}

const cacheName = 'eliza-packages'

/** Without `storage` (absent outside secure contexts) nothing is cached. */
export function createPackageStore(storage: CacheStorage | undefined): PackageStore {
  const open = async () => storage?.open(cacheName)
  const keyOf = (hash: string) => `/packages/by-sha256/${hash}`

  async function find(key: string): Promise<Response | undefined> {
    return (await open())?.match(key).catch(() => undefined)
  }
  async function keep(key: string, response: Response): Promise<void> {
    // If the storage is full or forbidden, the only cost is another download.
    await (await open())?.put(key, response).catch(() => undefined)
  }

  return {
    async get(file, signal, onShare) {
      const kept = await (await find(keyOf(file.sha256)))?.arrayBuffer()
      if (kept && (await hashOf(kept)) === file.sha256) return kept
      const response = await fetchFrom({ ...file, signal, cache: 'no-store' })
      const bytes = await readAll(response, file, signal, onShare)
      if ((await hashOf(bytes)) !== file.sha256)
        throw notFetched(file.what, file.place, otherThanExpected(file.place))
      await keep(keyOf(file.sha256), new Response(bytes))
      return bytes
    },
    async getText(url, ask) {
      try {
        const text = await ask()
        await keep(url, new Response(text))
        return text
      } catch (error) {
        const kept = await find(url)
        if (!kept) throw error
        return kept.text()
      }
    },
  }
}

async function readAll(
  response: Response,
  { what, place }: StoredFile,
  signal: AbortSignal,
  onShare: (share: number) => void,
): Promise<ArrayBuffer> {
  // A missing or compressed length cannot measure progress.
  const length = response.headers.has('content-encoding') ? 0 : Number(response.headers.get('content-length'))
  const parts: Uint8Array<ArrayBuffer>[] = []
  let received = 0
  const reader = response.body?.getReader()
  try {
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true, value: undefined }
      if (done) break
      received += value.length
      if (received > limits.packageBytes) throw new RangeError('too large')
      parts.push(value)
      if (length > 0) onShare(Math.min(1, received / length))
    }
  } catch (error) {
    signal.throwIfAborted()
    const why =
      error instanceof RangeError
        ? `it is larger than ${limits.packageBytes / 1_000_000} MB, the most that is loaded.`
        : 'the answer broke off. Check the connection and run again.'
    throw notFetched(what, place, why)
  } finally {
    await reader?.cancel().catch(() => undefined)
  }
  return new Blob(parts).arrayBuffer()
}

/** `crypto.subtle` exists only in secure contexts. */
async function hashOf(bytes: ArrayBuffer): Promise<string> {
  const { subtle } = crypto as { readonly subtle?: SubtleCrypto }
  return bytesToHex(
    subtle ? new Uint8Array(await subtle.digest('SHA-256', bytes)) : sha256(new Uint8Array(bytes)),
  )
}
