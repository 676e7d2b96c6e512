import { expect, test } from 'vitest'
import { toMarkers } from './toMarkers.ts'

const range = { start: { line: 1, character: 2 }, end: { line: 1, character: 5 } }

test('counts lines and columns from 1, and keeps message, rule and source', () => {
  expect(toMarkers([{ range, message: 'Wrong', severity: 2, code: 'B006', source: 'Ruff' }])).toEqual([
    {
      startLineNumber: 2,
      startColumn: 3,
      endLineNumber: 2,
      endColumn: 6,
      message: 'Wrong',
      severity: 4,
      code: 'B006',
      source: 'Ruff',
      tags: [],
    },
  ])
})

test('takes a diagnostic without severity for an error', () => {
  expect(toMarkers([{ range, message: 'Wrong' }])[0]?.severity).toBe(8)
})
