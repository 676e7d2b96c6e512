import { expect, test } from 'vitest'
import { findUnsafeInteger, readExactJson, toPlainJson, Verbatim, writeExactJson } from './exactJson.ts'

test.each([
  '{"2031":"a","2029":"b","b":1,"a":2}',
  '[5.0,-0.0,-0,2.0,1e+22,1e400,1E5,0.30000000000000004,5e-324]',
  '[9007199254740993,-9223372036854775808,123456789012345678901234567890]',
  '{"__proto__":{"x":1},"constructor":null,"o":[1],"n":"5.0","":{}}',
  String.raw`["{\"a\": 5.0}","\\",":","\ud800"]`,
  '[]',
  '{}',
  'true',
  '0',
  '-7.5',
  `${'['.repeat(1000)}{"a":1.0}${']'.repeat(1000)}`,
])('writes %s as it was', (text) => {
  const value = readExactJson(text)
  expect(value === undefined ? undefined : writeExactJson(value)).toBe(text)
})

test('holds as numbers what JavaScript writes the same way', () => {
  expect(readExactJson(' { "a" : [ 1 , 2.5 , 1.0 ] } ')).toEqual(
    new Map([['a', [1, 2.5, new Verbatim('1.0')]]]),
  )
  expect(readExactJson('{"a":1,"b":2,"a":3}')).toEqual(
    new Map([
      ['a', 3],
      ['b', 2],
    ]),
  )
})

test('is written into plain objects, and with line breaks', () => {
  const inner = readExactJson('{"2":5.0,"1":[]}')
  expect(writeExactJson({ b: inner, left: undefined, a: [1] })).toBe('{"b":{"2":5.0,"1":[]},"a":[1]}')
  expect(writeExactJson({ b: inner }, '  ')).toBe('{\n  "b": {\n    "2": 5.0,\n    "1": []\n  }\n}')
  expect(writeExactJson(undefined)).toBe('null')
})

test('has a nearest in JavaScript, where no digit is invented', () => {
  const value = readExactJson('{"a":[5.0,9007199254740993,1e400,1E2],"__proto__":-0.0}') ?? null
  expect(JSON.stringify(toPlainJson(value))).toBe('{"a":[5,"9007199254740993","1e400",100],"__proto__":0}')
})

test.each(['', '{"a",1}', '{1:2}', '[1 2]', 'NaN', '{"a":1', '01', `${'['.repeat(1_000_000)}`])(
  'is nothing for %.20s, which is no JSON',
  (text) => {
    expect(readExactJson(text)).toBeUndefined()
  },
)

test.each([
  ['{"n":9007199254740991}', undefined],
  ['{"n":9007199254740993}', '9007199254740993'],
  ['[-1152921504606846976]', '-1152921504606846976'],
  ['["9007199254740993",0.1234567890123456789,1e300]', undefined],
])('finds in %s the integer %s', (text, found) => {
  expect(findUnsafeInteger(text)).toBe(found)
})
