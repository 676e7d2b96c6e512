/** Assembles a compiled Python module for tests: a WebAssembly side module that needs no compiler to be made. */

/**
 * A `.so` whose `PyInit_<name>` gives a module with `doc` as its documentation.
 * Layout: https://github.com/WebAssembly/tool-conventions/blob/main/DynamicLinking.md
 */
export function buildNativeModule(name: string, doc: string): Uint8Array {
  // PyModuleDef (52 bytes on wasm32) stands first in memory, the texts after it; m_name is at 20, m_doc at 24.
  const nameAt = 52
  const memory = [...Array.from({ length: nameAt }, () => 0), ...text(name), 0, ...text(doc), 0]
  const docAt = nameAt + text(name).length + 1
  const memoryInfo = [...number(memory.length), ...number(2), ...number(0), ...number(0)]
  const memoryBase = [0x23, 0]
  const store = (offset: number, pointer: number) => [
    ...memoryBase,
    ...plus(offset),
    ...memoryBase,
    ...plus(pointer),
    ...i32Store,
  ]
  const body = [0, ...store(20, nameAt), ...store(24, docAt), ...memoryBase, 0x10, 0, 0x0b]
  return Uint8Array.from([
    ...magic,
    ...section(0, [...named('dylink.0'), 1, ...sized(memoryInfo)]),
    // Types: (i32) -> i32, () -> i32.
    ...section(1, [2, 0x60, 1, 0x7f, 1, 0x7f, 0x60, 0, 1, 0x7f]),
    ...section(2, [
      3,
      ...imported('memory', 2, 0, 0),
      ...imported('__memory_base', 3, 0x7f, 0),
      ...imported('PyModuleDef_Init', 0, 0),
    ]),
    ...section(3, [1, 1]),
    ...section(7, [1, ...named(`PyInit_${name}`), 0, 1]),
    ...section(10, [1, ...sized(body)]),
    ...section(11, [1, 0, ...memoryBase, 0x0b, ...sized(memory)]),
  ])
}

const magic = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]
const i32Store = [0x36, 2, 0]
const plus = (value: number): number[] => [0x41, ...signed(value), 0x6a]
const imported = (name: string, ...kind: number[]): number[] => [...named('env'), ...named(name), ...kind]
const text = (value: string): number[] => [...new TextEncoder().encode(value)]
const sized = (bytes: number[]): number[] => [...number(bytes.length), ...bytes]
const named = (value: string): number[] => sized(text(value))
const section = (id: number, bytes: number[]): number[] => [id, ...sized(bytes)]

/** Unsigned LEB128. */
function number(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...number(value >>> 7)]
}

/** Signed LEB128 of a number that is not negative. */
function signed(value: number): number[] {
  return value < 64 ? [value] : [(value & 127) | 128, ...signed(value >>> 7)]
}
