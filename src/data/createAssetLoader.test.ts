import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createAssetLoader } from './createAssetLoader.ts'

/** The smallest WebAssembly module, and libraries large enough to come in pieces. */
const wasm = Buffer.from([0, 97, 115, 109, 1, 0, 0, 0])
const contents: Record<string, Buffer> = {
  '/python/pyodide.asm.50.wasm': wasm,
  '/python/snapshot.wasm': Buffer.alloc(50_000, 'memory'),
  '/python/stdlib.zip': Buffer.alloc(500_000, 'stdlib'),
  '/python/eliza.zip': Buffer.alloc(100_000, 'eliza'),
}
let server: Server
let indexUrl: string
let answer: RequestListener
let requests: string[]

const serve: RequestListener = (request, response) => {
  const content = contents[request.url ?? ''] ?? Buffer.alloc(0)
  response.writeHead(200, { 'content-length': content.length }).end(content)
}

beforeEach(async () => {
  answer = serve
  requests = []
  server = createServer((request, response) => {
    requests.push(request.url ?? '')
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  indexUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/python/`
})
afterEach(() => new Promise((resolve) => server.close(resolve)))

/** The shares reported until the end. */
async function load(loader = createAssetLoader(indexUrl)) {
  const shares: number[] = []
  const assets = await loader(50, (share) => shares.push(share))
  return { assets, shares }
}

function expectHonest(shares: readonly number[]) {
  expect(shares.at(-1)).toBe(1)
  expect(shares).toEqual(shares.toSorted((one, other) => one - other))
  expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true)
}

/** Vitest's own comparison looks at each byte by itself, which takes seconds. */
const sameBytes = (one: ArrayBufferLike, other: Buffer | undefined): boolean =>
  other?.equals(new Uint8Array(one)) === true

test('the files arrive whole, with a share that grows to 1', async () => {
  const { assets, shares } = await load()
  expect(assets.wasmModule).toBeInstanceOf(WebAssembly.Module)
  expect(sameBytes(assets.heapSnapshot, contents['/python/snapshot.wasm'])).toBe(true)
  expect(sameBytes(assets.standardLibrary, contents['/python/stdlib.zip'])).toBe(true)
  expect(sameBytes(assets.elizaLibrary, contents['/python/eliza.zip'])).toBe(true)
  expectHonest(shares)
})

test('a compressed file, whose length is that of something else, never brings the share over 1', async () => {
  answer = (request, response) => {
    const content = gzipSync(contents[request.url ?? ''] ?? '')
    response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': content.length }).end(content)
  }
  const { assets, shares } = await load()
  expect(assets.standardLibrary.byteLength).toBe(500_000)
  expectHonest(shares)
})

test('without lengths the share still grows to 1', async () => {
  answer = (request, response) => {
    response.write(contents[request.url ?? ''])
    response.end()
  }
  expectHonest((await load()).shares)
})

test('what was fetched once is not fetched again, also when two ask at once', async () => {
  const loader = createAssetLoader(indexUrl)
  const [one, two] = await Promise.all([load(loader), load(loader)])
  const three = await load(loader)
  expect(requests).toHaveLength(4)
  expect(new Set([one.assets, two.assets, three.assets]).size).toBe(1)
  expect(three.shares).toEqual([1])
})

test.each<[string, RequestListener, RegExp]>([
  ['is missing', (_, response) => response.writeHead(404).end(), /lacks pyodide\.asm\.50\.wasm/],
  [
    'is the page of the app',
    (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>'),
    /lacks pyodide\.asm\.50\.wasm/,
  ],
  ['breaks off', (request) => request.socket.destroy(), /Check the connection/],
])(
  'after a file that %s there is a sentence, and the next attempt can succeed',
  async (_, broken, sentence) => {
    const loader = createAssetLoader(indexUrl)
    answer = (request, response) =>
      request.url?.endsWith('.50.wasm') === true ? broken(request, response) : serve(request, response)
    await expect(loader(50, () => {})).rejects.toThrow(sentence)
    answer = serve
    expectHonest((await load(loader)).shares)
  },
)
