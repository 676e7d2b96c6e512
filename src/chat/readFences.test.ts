import { expect, test } from 'vitest'
import { readFences } from './readFences.ts'

test('the code between fences of Python is found, in order', () => {
  const text = 'Run this:\n```python\nx = 1\n\nx + 1\n```\nand\n~~~py\nprint(2)\n~~~\n```Python\n3\n```'
  expect(readFences(text)).toEqual(['x = 1\n\nx + 1', 'print(2)', '3'])
})

test('a fence that is never closed reaches to the end', () => {
  expect(readFences('```python\n1 + 1')).toEqual(['1 + 1'])
})

test('shorter marks within a longer fence are code', () => {
  expect(readFences('````python\nprint("""\n```\n""")\n````')).toEqual(['print("""\n```\n""")'])
})

test('other languages, blank fences and words alone are none', () => {
  expect(readFences('```js\n1\n```\n```python\n \n```\n```\n1\n```\npython is nice')).toEqual([])
})

test('lines of Windows are lines', () => {
  expect(readFences('```python\r\na = 1\r\na\r\n```\r\n')).toEqual(['a = 1\na'])
})
