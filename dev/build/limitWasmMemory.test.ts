import { expect, test } from 'vitest'
import { limitWasmMemory } from './limitWasmMemory.ts'

/** A module with one memory of 2 to 65,536 pages, exported as "m". */
const module = Uint8Array.from(
  [
    [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    [5, 6, 1, 1, 2, 0x80, 0x80, 4],
    [7, 5, 1, 1, 0x6d, 2, 0],
  ].flat(),
)

const memoryOf = (bytes: Uint8Array): WebAssembly.Memory => {
  const instance = new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(bytes)))
  return instance.exports['m'] as WebAssembly.Memory
}

test('memory grows to the limit and not one page further', () => {
  const memory = memoryOf(limitWasmMemory(module, 1))
  expect(memory.grow(16)).toBe(2)
  expect(() => memory.grow(1)).toThrow(RangeError)
})

test('the module itself is left as it was', () => {
  const before = module.join()
  limitWasmMemory(module, 1)
  expect(module.join()).toBe(before)
  expect(memoryOf(module).grow(100)).toBe(2)
})

test('a limit above what the module allows, and a module without memory, are refused', () => {
  expect(() => limitWasmMemory(module, 5000)).toThrow(/no memory/)
  expect(() => limitWasmMemory(Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]), 50)).toThrow(/no memory/)
})
