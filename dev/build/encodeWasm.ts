/** Writes the parts of WebAssembly modules: https://webassembly.github.io/spec/core/binary/ */

type Bytes = Uint8Array | readonly number[]

export const wasmStart: Bytes = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]

export const joined = (...parts: readonly Bytes[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (part instanceof Uint8Array ? part : Uint8Array.from(part))))

export function wasmSection(kind: number, ...parts: readonly Bytes[]): Uint8Array {
  const content = joined(...parts)
  return joined([kind], leb128(content.length), content)
}

export function wasmName(name: string): Uint8Array {
  const bytes = new TextEncoder().encode(name)
  return joined(leb128(bytes.length), bytes)
}

/** `isSigned`: for numbers from 0 on, whose highest bit is taken for a sign there. */
export function leb128(number: number, isSigned = false): readonly number[] {
  const rest = Math.floor(number / 128)
  const low = number % 128
  const isLast = rest === 0 && !(isSigned && low >= 64)
  return isLast ? [low] : [low + 128, ...leb128(rest, isSigned)]
}
