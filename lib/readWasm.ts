/** Reads the parts of WebAssembly modules: https://webassembly.github.io/spec/core/binary/ */

export interface WasmSection {
  /** 0: custom, 5: memory, 11: data. */
  readonly kind: number
  /** The offset of its content in the module. */
  readonly start: number
  readonly end: number
}

/** In their order in the module. */
export function* readSections(module: Uint8Array): Generator<WasmSection> {
  // Magic number and version come first.
  for (let position = 8; position < module.length;) {
    const { value: size, end: start } = readLeb128(module, position + 1)
    const end = start + size
    yield { kind: module[position] ?? 0, start, end }
    position = end
  }
}

/** An unsigned number, and where it ends. */
export function readLeb128(
  bytes: Uint8Array,
  start: number,
): { readonly value: number; readonly end: number } {
  let value = 0
  for (let place = 0; ; place++) {
    const byte = bytes[start + place]
    if (byte === undefined) throw new Error('The WebAssembly module ends within a number.')
    value += (byte & 0x7f) * 2 ** (7 * place)
    if (byte < 0x80) return { value, end: start + place + 1 }
  }
}
