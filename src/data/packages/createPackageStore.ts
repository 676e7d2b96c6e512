/** Fetches files of packages, checks that they are what was meant, and keeps them in the browser by their SHA-256. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { limits } from '../../../contract/run/workerProtocol.ts'
import { fetchFrom, notFetched, otherThanExpected } from './fetchFrom.ts'

export interface StoredFile {
  readonly url: string
  /** Of its content, in hex. */
  readonly sha256: string
  /** What and where it is, for people. */
  readonly what: string
  readonly place: string
}

export interface PackageStore {
  /** The file's bytes, the caller's own. Rejects with an AppError, or with the signal's reason; `onShare` gets 0 to 1. */
  get(file: StoredFile, signal: AbortSignal, onShare: (share: number) => void): Promise<ArrayBuffer>
  /** An index's answer as text, from the last time it answered where it does not now. */
  getText(url: string, ask: () => Promise<string>): Promise<string>
}

const cacheName = 'eliza-packages'

/** Without `storage` (a page that is no secure context has none) nothing is kept. */
export function createPackageStore(storage: CacheStorage | undefined): PackageStore {
  const open = async () => storage?.open(cacheName)
  const keyOf = (hash: string) => `/packages/by-sha256/${hash}`

  async function find(key: string): Promise<Response | undefined> {
    return (await open())?.match(key).catch(() => undefined)
  }
  async function keep(key: string, response: Response): Promise<void> {
    // A full or forbidden storage costs a second download and nothing else.
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
  // Absent or of the compressed form, it is no measure.
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

/** `crypto.subtle` is there in secure contexts alone. */
async function hashOf(bytes: ArrayBuffer): Promise<string> {
  const { subtle } = crypto as { readonly subtle?: SubtleCrypto }
  return bytesToHex(
    subtle ? new Uint8Array(await subtle.digest('SHA-256', bytes)) : sha256(new Uint8Array(bytes)),
  )
}
