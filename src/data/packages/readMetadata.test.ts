import { expect, test } from 'vitest'
import { readMetadata } from './readMetadata.ts'

test('the requirements of a wheel are the values of its headers, and not of its description', () => {
  const text =
    'Name: x\r\nRequires-Dist:  idna>=3 \r\nrequires-dist: b; extra == "c"\nRequires-Dist:\n\nRequires-Dist: no'
  expect(readMetadata(text)).toEqual(['idna>=3', 'b; extra == "c"'])
})

test('a line of spaces takes no more than any other line', () => {
  const began = performance.now()
  expect(readMetadata(`Requires-Dist: a${' '.repeat(300_000)}b`)).toHaveLength(1)
  expect(performance.now() - began).toBeLessThan(10_000)
})
