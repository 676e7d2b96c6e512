/** Fetches what Python starts from, once for all interpreters of this page. */
import { AppError } from '../../contract/errors.ts'
import { interpreterFile, type BootAssets, type MemoryMegabytes } from '../../contract/workerProtocol.ts'

type ReportShare = (share: number) => void

type LoadOne = (onProgress: ReportShare) => Promise<BootAssets>

/**
 * `base`: where the files are, ending in a slash, relative to `page`. What is loaded is kept for each memory limit.
 * `onProgress` gets a share from 0 to 1 that never falls.
 * A failure (an AppError) is forgotten, so that the next call tries again.
 */
export function createAssetLoader(base: string, page: string = document.baseURI) {
  const indexUrl = new URL(base, page).href
  const loaders = new Map<MemoryMegabytes, LoadOne>()
  return (memory: MemoryMegabytes, onProgress: ReportShare): Promise<BootAssets> => {
    const loader = loaders.get(memory) ?? createLoader(indexUrl, interpreterFile(memory))
    loaders.set(memory, loader)
    return loader(onProgress)
  }
}

function createLoader(indexUrl: string, interpreter: string): LoadOne {
  let loading: Promise<BootAssets> | undefined
  let lastShare = 0
  const listeners = new Set<ReportShare>()
  const report: ReportShare = (share) => {
    lastShare = share
    for (const listener of listeners) listener(share)
  }

  return async (onProgress) => {
    const current = (loading ??= load(indexUrl, interpreter, report))
    listeners.add(onProgress)
    onProgress(lastShare)
    try {
      return await current
    } catch (error) {
      if (loading === current) loading = undefined
      lastShare = 0
      throw error
    } finally {
      listeners.delete(onProgress)
    }
  }
}

async function load(indexUrl: string, interpreter: string, report: ReportShare): Promise<BootAssets> {
  try {
    // All lengths are known before the first share is reported, so that it need not fall later.
    const files = [interpreter, 'stdlib.zip', 'eliza.zip']
    const responses = await Promise.all(files.map((file) => open(indexUrl + file)))
    const [wasm, standardLibrary, elizaLibrary] = withProgress(responses, report)
    if (!wasm || !standardLibrary || !elizaLibrary) throw new Error('a file is missing from the list')
    const headers = { 'content-type': 'application/wasm' }
    const [wasmModule, ...libraries] = await Promise.all([
      WebAssembly.compileStreaming(new Response(wasm, { headers })),
      new Response(standardLibrary).arrayBuffer(),
      new Response(elizaLibrary).arrayBuffer(),
    ])
    report(1)
    return { wasmModule, standardLibrary: libraries[0], elizaLibrary: libraries[1], indexUrl }
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
  // A server of single-page apps answers with its page for whatever it does not have.
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

/** The bodies, counted as they are read. A file of unknown length counts when it is complete. */
function withProgress(responses: readonly Response[], report: ReportShare): ReadableStream<Uint8Array>[] {
  const lengths = responses.map(lengthOf)
  const isAllKnown = lengths.every((length) => length !== null)
  const shares = responses.map(() => 0)
  const weights = lengths.map((length) => (isAllKnown && length !== null ? length : 1))
  const whole = weights.reduce((sum, weight) => sum + weight, 0)
  const advance = (index: number, share: number) => {
    shares[index] = Math.min(1, share)
    report(shares.reduce((sum, each, place) => sum + each * (weights[place] ?? 0), 0) / whole)
  }
  return responses.map((response, index) => {
    const length = lengths[index] ?? null
    let received = 0
    const counter = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        received += chunk.byteLength
        if (length !== null && length > 0) advance(index, received / length)
        controller.enqueue(chunk)
      },
      flush: () => advance(index, 1),
    })
    return (response.body ?? new Blob().stream()).pipeThrough(counter)
  })
}

/** null where the header is absent or tells the compressed length. */
function lengthOf(response: Response): number | null {
  const length = Number(response.headers.get('content-length') ?? NaN)
  return response.headers.has('content-encoding') || !Number.isSafeInteger(length) ? null : length
}
