import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { findCycles } from './findCycles.ts'

const trees: string[] = []
afterEach(() => {
  for (const tree of trees.splice(0)) rmSync(tree, { recursive: true })
})

function cyclesOf(files: Readonly<Record<string, string>>): readonly string[] {
  const tree = mkdtempSync(path.join(tmpdir(), 'eliza-cycles-'))
  trees.push(tree)
  for (const [file, code] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(tree, file)), { recursive: true })
    writeFileSync(path.join(tree, file), code)
  }
  return findCycles(tree, ['**/*.{ts,tsx}'])
}

const back = "import { a } from '../a.ts'\nexport const b = a"
const found = ['a.ts imports room/b.tsx, which imports a.ts.']

test.each([
  ['static', "import { b } from './room/b.tsx'\nexport const a = b"],
  ['for its effect alone', "import './room/b.tsx'\nexport const a = 1"],
  ['a re-export', "export { b as a } from './room/b.tsx'"],
  ['a re-export of all', "export * from './room/b.tsx'\nexport const a = 1"],
  ['dynamic', "export const a = async () => (await import('./room/b.tsx')).b"],
  ['for types alone', "import type { b } from './room/b.tsx'\nexport let a: typeof b"],
  ['a re-export of a type', "export type { b } from './room/b.tsx'\nexport const a = 1"],
  ['a type written in place', "export let a: typeof import('./room/b.tsx').b"],
])('a cycle is found where one import is %s', (_kind, code) => {
  expect(cyclesOf({ 'a.ts': code, 'room/b.tsx': back })).toEqual(found)
})

test('a tree without cycles is clean, though one module is reached in two ways', () => {
  const files = {
    'a.ts': "import { b } from './b.ts'\nimport { c } from './c.ts'\nexport const a = b + c",
    'b.ts': "export const b = (await import('./c.ts')).c",
    'c.ts': "import path from 'node:path'\nexport const c = path.sep",
  }
  expect(cyclesOf(files)).toEqual([])
})

test('a worker that is started is not imported', () => {
  const files = {
    'a.ts': "export const a = new Worker(new URL('./b.ts', import.meta.url))",
    'b.ts': "import type { a } from './a.ts'\nexport let b: typeof a",
  }
  expect(cyclesOf(files)).toEqual([])
})

test('what is written in a comment or a text is not imported', () => {
  const code = "// import('./room/b.tsx')\nexport const a = \"import('./room/b.tsx')\""
  expect(cyclesOf({ 'a.ts': code, 'room/b.tsx': back })).toEqual([])
})

test('each cycle has its sentence, by the shortest way around, with the files that are off it', () => {
  const files = {
    'a.ts': "import './b.ts'",
    'b.ts': "import './c.ts'\nimport './d.ts'",
    'c.ts': "import './a.ts'",
    'd.ts': "import './c.ts'",
    'self.ts': "import './self.ts'",
    'leads-there.ts': "import './a.ts'",
  }
  expect(cyclesOf(files).toSorted()).toEqual([
    'a.ts imports b.ts, which imports c.ts, which imports a.ts. In the same cycle: d.ts.',
    'self.ts imports self.ts.',
  ])
})

test('a file that cannot be parsed is named', () => {
  expect(() => cyclesOf({ 'a.ts': 'import {' })).toThrow('a.ts cannot be parsed')
})
