import { expect, test } from 'vitest'
import { tableColumns, viewResult } from './viewResult.ts'

const json = (value: unknown) =>
  viewResult({ 'application/json': JSON.stringify(value), 'text/plain': 'repr' })

test.each([0, '', false, [], {}, null])('takes the falsy or empty value %j for a value', (value) => {
  expect(json(value)).toMatchObject({ json: { value }, table: undefined })
})

test('makes a table of a list of dicts with all their keys in order of appearance', () => {
  expect(json([{ a: 1 }, { b: 2, a: 3 }]).table).toEqual({
    columns: ['a', 'b'],
    rows: [{ a: 1 }, { b: 2, a: 3 }],
  })
})

test.each([[[]], [[1, 2]], [[{ a: 1 }, null]], [[[1]]], [[{}]], [{ a: [{ b: 1 }] }]])(
  'makes no table of %j',
  (value) => {
    expect(json(value).table).toBeUndefined()
  },
)

test('makes no table with more columns than anyone reads', () => {
  const row = (size: number) =>
    Object.fromEntries(Array.from({ length: size }, (_, index) => [`c${index}`, index]))
  expect(json([row(tableColumns)]).table?.columns).toHaveLength(tableColumns)
  expect(json([row(tableColumns + 1)]).table).toBeUndefined()
})

test('keeps a key named __proto__ a key like others', () => {
  const { table } = viewResult({ 'application/json': '[{"__proto__":{"x":1}}]', 'text/plain': '' })
  expect(table?.columns).toEqual(['__proto__'])
})

test('shows the repr where there is no JSON', () => {
  expect(viewResult({ 'text/plain': "b'x'" })).toMatchObject({
    json: undefined,
    text: "b'x'",
    fileName: 'result.txt',
  })
})
