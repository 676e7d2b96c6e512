import { expect, test } from 'vitest'
import { showInvisible } from './showInvisible.ts'

const codes = [
  0x00, 0x1b, 0x7f, 0x85, 0xa0, 0xad, 0x34f, 0x61c, 0x115f, 0x1160, 0x17b4, 0x180e, 0x2003, 0x200b, 0x200d,
  0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202e, 0x2060, 0x2066, 0x2069, 0x2800, 0x3000, 0x3164, 0xd800,
  0xdc00, 0xe000, 0xfe0f, 0xfeff, 0xffa0, 0xfff9, 0xffff, 0x1d173, 0xe0001, 0xe0041, 0xe0100, 0xf0000,
]

test.each(codes.map((code) => code.toString(16).toUpperCase().padStart(4, '0')))(
  'U+%s is shown by its name',
  (hex) => {
    expect(showInvisible(`a${String.fromCodePoint(Number.parseInt(hex, 16))}b`)).toBe(`a⟨U+${hex}⟩b`)
  },
)

test('what can be seen stays as it is', () => {
  const text = 'Plain, "é", Ωβ, 日本語, עברית, العربية, 😀 and\n\ttabs.'
  expect(showInvisible(text)).toBe(text)
})
