import { expect, test } from 'vitest'
import { toTsv } from './toTsv.ts'

test('gives a line for the names and one for each row, absent values and None as empty fields', () => {
  const rows = [{ city: 'Bern', n: 1.5 }, { city: null }, { n: false, city: 'Ulm' }]
  expect(toTsv({ columns: ['city', 'n'], rows })).toBe('city\tn\nBern\t1.5\n\t\nUlm\tfalse')
})

test('quotes what would end a field', () => {
  const rows = [{ 'a\tb': 'one\ntwo' }, { 'a\tb': 'say "x"' }, { 'a\tb': { deep: [1] } }]
  expect(toTsv({ columns: ['a\tb'], rows })).toBe('"a\tb"\n"one\ntwo"\n"say ""x"""\n"{""deep"":[1]}"')
})
