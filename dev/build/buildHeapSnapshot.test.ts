import { readFile } from 'node:fs/promises'
import { beforeAll, expect, test } from 'vitest'
import { projectRoot } from '../../server/projectRoot.ts'
import { toSnapshot } from '../../run/worker/heapSnapshot.ts'
import { buildPythonAssets } from './buildPythonAssets.ts'

const pages = 480
let image: Uint8Array<ArrayBuffer>

beforeAll(async () => {
  const { files } = await buildPythonAssets()
  image = Uint8Array.from(await readFile(files['snapshot.wasm']))
})

test('the engine and the worker write the same memory from it', async () => {
  const byEngine = new WebAssembly.Memory({ initial: pages })
  await WebAssembly.instantiate(image, { env: { memory: byEngine } })

  const byWorker = new WebAssembly.Memory({ initial: pages })
  const snapshot = toSnapshot(image, () => exportsOf(byWorker))
  // Pyodide reads the start of the memory from the header, too.
  const [, headBytes] = new Uint32Array(snapshot.buffer, 0, 2)
  expect(snapshot.subarray(headBytes)).toHaveLength(0)

  new Int32Array(byWorker.buffer, offsetPlace, 1)[0] = 0
  expect(Buffer.compare(Buffer.from(byWorker.buffer), Buffer.from(byEngine.buffer))).toBe(0)
})

test('what the memory held before is gone, but for the function that belongs to the engine', () => {
  const memory = new WebAssembly.Memory({ initial: pages })
  const bytes = new Uint8Array(memory.buffer)
  bytes.fill(7, 0, heapBase)
  const place = new Int32Array(memory.buffer, runtime + offset, 1)
  place[0] = 1234
  toSnapshot(image, () => exportsOf(memory)).subarray(1)
  expect(place[0]).toBe(1234)
  // The first bytes of memory are nobody's: no pointer may lead there.
  expect(bytes.subarray(0, 8).every((byte) => byte === 0)).toBe(true)
})

test('it names no folder of the machine that built it', () => {
  expect(Buffer.from(image).includes(projectRoot)).toBe(false)
})

test('a module that is no image is refused', () => {
  const empty = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)
  expect(() => toSnapshot(empty, () => ({}))).toThrow('has no head')
})

/** Addresses in the fake interpreter: its engine's function and the start of its heap. */
const [offsetPlace, runtime, offset, heapBase] = [30_000_000, 31_000_000, 16, 65_536]

function exportsOf(memory: WebAssembly.Memory): WebAssembly.Exports {
  const global = (value: number) => new WebAssembly.Global({ value: 'i32' }, value)
  new Int32Array(memory.buffer, offsetPlace, 1)[0] = offset
  return {
    memory,
    _PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET: global(offsetPlace),
    _PyRuntime: global(runtime),
    __heap_base: global(heapBase),
  }
}
