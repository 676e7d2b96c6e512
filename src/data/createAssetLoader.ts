/** Loads the files that Python boots from, once for all interpreters of this page. */
import { AppError } from '../../contract/errors.ts'
import { loadOnce } from '../../lib/loadOnce.ts'
import { interpreterFile, type BootAssets, type MemoryMegabytes } from '../../contract/run/workerProtocol.ts'

type ReportShare = (share: number) => void

const wasmType = 'application/wasm'

/** Counting the interpreter's bytes would copy them, so it only gets the rest of the share. */
const countedShare = 0.95

type LoadOne = (onProgress: ReportShare) => Promise<BootAssets>

/**
 * Makes the loader, which caches the files of each memory limit. `onProgress` gets a non-decreasing share
 * from 0 to 1. A failure (an AppError) is forgotten, so that the next call tries again.
 * @param indexUrl the folder of the files, ending in a slash.
 */
export function createAssetLoader(indexUrl: string) {
  const loaders = new Map<MemoryMegabytes, LoadOne>()
  return (memory: MemoryMegabytes, onProgress: ReportShare): Promise<BootAssets> => {
    const loader = loaders.get(memory) ?? createLoader(indexUrl, interpreterFile(memory))
    loaders.set(memory, loader)
    return loader(onProgress)
  }
}

function createLoader(indexUrl: string, interpreter: string): LoadOne {
  let lastShare = 0
  const listeners = new Set<ReportShare>()
  const report: ReportShare = (share) => {
    lastShare = share
    for (const listener of listeners) listener(share)
  }

  const loadAll = loadOnce(() => {
    lastShare = 0
    return load(indexUrl, interpreter, report)
  })

  return async (onProgress) => {
    const loading = loadAll()
    listeners.add(onProgress)
    onProgress(lastShare)
    try {
      return await loading
    } finally {
      listeners.delete(onProgress)
    }
  }
}

async function load(indexUrl: string, interpreter: string, report: ReportShare): Promise<BootAssets> {
  try {
    // Know all lengths before the first report, so that the share never falls.
    const files = [interpreter, 'snapshot.wasm', 'stdlib.zip', 'eliza.zip']
    const [wasm, ...data] = await Promise.all(files.map((file) => open(indexUrl + file)))
    const [memory, standard, eliza] = countBytes(data, (share) => report(share * countedShare))
    if (!wasm || !memory || !standard || !eliza) throw new Error('a file is missing from the list')
    const [wasmModule, heapSnapshot, standardLibrary, elizaLibrary] = await Promise.all([
      compile(wasm),
      read(memory),
      read(standard),
      read(eliza),
    ])
    report(1)
    return { wasmModule, heapSnapshot, standardLibrary, elizaLibrary }
  } catch (error) {
    throw error instanceof AppError
      ? error
      : new AppError(
          'backend-unreachable',
          'Python could not be downloaded. Check the connection and try again.',
        )
  }
}

async function open(url: string): Promise<Response> {
  const response = await fetch(url)
  // Servers of single-page apps answer with the app's page for missing files.
  if (!response.ok || response.headers.get('content-type')?.startsWith('text/html') === true) {
    await response.body?.cancel()
    const file = url.slice(url.lastIndexOf('/') + 1)
    throw new AppError(
      'not-configured',
      `This copy of the app lacks ${file}, so Python cannot start. Build it anew.`,
    )
  }
  return response
}

interface CountedResponse {
  readonly response: Response
  /** Length in bytes; null if the server does not say. */
  readonly length: number | null
  readonly onReceived: (bytes: number) => void
}

/**
 * Counts received bytes. `report` gets the share of all files; a file of unknown length counts once it is
 * complete.
 */
function countBytes(responses: readonly Response[], report: ReportShare): CountedResponse[] {
  const lengths = responses.map(lengthOf)
  const isAllKnown = lengths.every((length) => length !== null)
  const weights = lengths.map((length) => (isAllKnown && length !== null ? length : 1))
  const whole = weights.reduce((sum, weight) => sum + weight, 0)
  const shares = responses.map(() => 0)
  return responses.map((response, index) => {
    const length = lengths[index] ?? null
    return {
      response,
      length,
      onReceived(bytes) {
        if (length === null && bytes < Infinity) return
        shares[index] = length === null ? 1 : Math.min(1, bytes / length)
        report(shares.reduce((sum, each, place) => sum + each * (weights[place] ?? 0), 0) / whole)
      },
    }
  })
}

/** null if the header is missing or tells the compressed length. */
function lengthOf(response: Response): number | null {
  const length = Number(response.headers.get('content-length') ?? NaN)
  return response.headers.has('content-encoding') || !Number.isSafeInteger(length) ? null : length
}

/** Shared memory, if possible: it is not copied for each new interpreter. */
async function read({
  response,
  length,
  onReceived,
}: CountedResponse): Promise<ArrayBuffer | SharedArrayBuffer> {
  const pieces: Uint8Array[] = []
  let received = 0
  const reader = response.body?.getReader()
  for (let piece = await reader?.read(); piece?.done === false; piece = await reader?.read()) {
    pieces.push(piece.value)
    received += piece.value.byteLength
    onReceived(received)
  }
  if (length !== null && received !== length) throw new Error(`${response.url} broke off`)
  const bytes = new Uint8Array(
    globalThis.crossOriginIsolated ? new SharedArrayBuffer(received) : new ArrayBuffer(received),
  )
  let place = 0
  for (const piece of pieces) {
    bytes.set(piece, place)
    place += piece.byteLength
  }
  onReceived(Infinity)
  return bytes.buffer
}

/** Browsers cache compiled machine code only for the original response, served as application/wasm. */
function compile(response: Response): Promise<WebAssembly.Module> {
  const isNamed = response.headers.get('content-type') === wasmType
  return WebAssembly.compileStreaming(
    isNamed ? response : new Response(response.body, { headers: { 'content-type': wasmType } }),
  )
}
