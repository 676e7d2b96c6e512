import { expect, test } from 'vitest'
import { storableJson, storableText } from './makeStorable.ts'

test('a text within its limit stays as it is', () => {
  expect(storableText('żółć 😀\n', 10)).toBe('żółć 😀\n')
})

test('a text over its limit is cut to it and says how long it was', () => {
  const cut = storableText('x'.repeat(5000), 100)
  expect(cut).toHaveLength(100)
  expect(cut).toMatch(/^x+\n… \[cut: 5,000 characters in all\]$/)
})

test('a cut through a surrogate pair leaves no half of it', () => {
  for (const limit of [100, 101]) expect(storableText('😀'.repeat(500), limit).isWellFormed()).toBe(true)
})

test('falsy values, key order and keys like __proto__ survive', () => {
  const json = '{"b":0,"a":"","__proto__":{"x":false},"n":null}'
  expect(JSON.stringify(storableJson(JSON.parse(json)))).toBe(json)
})

test('a value over a million characters becomes the beginning of its JSON', () => {
  const cut = storableJson(Array.from({ length: 20_000 }, () => 'x'.repeat(100)))
  expect(cut).toMatch(/^\["xxx.*\[cut: 2,060,001 characters in all\]$/s)
})
