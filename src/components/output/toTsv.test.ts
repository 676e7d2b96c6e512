import { expect, test } from 'vitest'
import { Verbatim } from '../../../lib/exactJson.ts'
import { Collection, type ShownValue } from './shownValue.ts'
import { toTsv } from './toTsv.ts'

const row = (cells: Record<string, ShownValue>) => new Map(Object.entries(cells))

test('gives a line for the names and one for each row, absent values and None as empty fields', () => {
  const rows = [row({ city: 'Bern', n: 1.5 }), row({ city: null }), row({ n: false, city: 'Ulm' })]
  expect(toTsv({ columns: ['city', 'n'], rows })).toBe('city\tn\nBern\t1.5\n\t\nUlm\tfalse')
})

test('quotes what would end a field', () => {
  const rows = ['one\ntwo', 'say "x"', row({ deep: [1] })].map((cell) => row({ 'a\tb': cell }))
  expect(toTsv({ columns: ['a\tb'], rows })).toBe('"a\tb"\n"one\ntwo"\n"say ""x"""\n"{""deep"":[1]}"')
})

test('writes numbers and Python’s own values as Python does', () => {
  const cells = [
    new Verbatim('2.0'),
    new Verbatim('nan'),
    new Collection('tuple', null, [1, new Verbatim('-0.0')]),
  ]
  const rows = cells.map((cell) => row({ n: cell }))
  expect(toTsv({ columns: ['n'], rows })).toBe('n\n2.0\nnan\n(1, -0.0)')
})
