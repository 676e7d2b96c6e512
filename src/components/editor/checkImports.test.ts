import type { Diagnostic } from 'vscode-languageserver-types'
import { expect, test, vi } from 'vitest'
import { checkImports, isOfImport } from './checkImports.ts'

const unresolved = (module: string, line = 0): Diagnostic => ({
  range: { start: { line, character: 7 }, end: { line, character: 7 + module.length } },
  message: `Import "${module}" could not be resolved`,
  severity: 2,
  code: 'reportMissingImports',
})
const explain = async (names: readonly string[]) =>
  new Map(names.filter((name) => name === 'nosuch').map((name) => [name, `${name} is nowhere.`]))

test('only what no package brings is told, by its top-level module and with the reason', async () => {
  const found = [unresolved('numpy'), unresolved('nosuch.parts', 1), unresolved('.beside', 2)]
  expect(found.every(isOfImport)).toBe(true)
  expect(await checkImports('', found, explain)).toEqual([
    { range: found[1]?.range, message: 'nosuch is nowhere.', severity: 2, source: 'packages' },
  ])
})

test('a script that requires something may import anything, and no list is asked for', async () => {
  const asked = vi.fn(explain)
  expect(await checkImports('# requirements: six', [unresolved('nosuch')], asked)).toEqual([])
  expect(await checkImports('', [], asked)).toEqual([])
  expect(asked).not.toHaveBeenCalled()
})

test('where nothing can be asked, nothing is told', async () => {
  const fail = async () => {
    throw new Error('not loaded')
  }
  expect(await checkImports('', [unresolved('nosuch')], fail)).toEqual([])
})
