import { expect, test } from 'vitest'
import { leb128, joined, wasmSection, wasmStart } from '../dev/build/encodeWasm.ts'
import { readLeb128, readSections } from './readWasm.ts'

test.each([0, 1, 63, 64, 127, 128, 8191, 8192, 65_536, 31_457_280, 2 ** 31 - 1])(
  '%i is read as it was written, with a sign and without',
  (number) => {
    for (const isSigned of [false, true]) {
      const bytes = Uint8Array.from(leb128(number, isSigned))
      expect(readLeb128(bytes, 0)).toEqual({ value: number, end: bytes.length })
    }
    expect(Number(leb128(number, true).at(-1)) & 0x40).toBe(0)
  },
)

test('sections are found in their order', () => {
  const module = joined(wasmStart, wasmSection(0, [1, 97]), wasmSection(11, [0]))
  expect([...readSections(module)]).toEqual([
    { kind: 0, start: 10, end: 12 },
    { kind: 11, start: 14, end: 15 },
  ])
})

test('a module that breaks off within a number is refused', () => {
  expect(() => readLeb128(Uint8Array.of(0x80), 0)).toThrow('within a number')
})
