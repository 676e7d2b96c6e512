import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { sortTests, type TestKind } from './sortTests.ts'

const root = mkdtempSync(join(tmpdir(), 'eliza-sorted-'))
afterAll(() => rmSync(root, { recursive: true }))

const files: Readonly<Record<string, string>> = {
  'dev/test/sharedBackend.ts':
    "import { inject } from 'vitest'\nexport const sharedBackend = inject('backend')",
  'lib/callShared.ts':
    "import { sharedBackend } from '../dev/test/sharedBackend.ts'\nexport { sharedBackend }",
  'lib/again.ts': "export * from './callShared.ts'\nimport './late.ts'",
  'lib/late.ts': "export const load = () => import('pyodide')\nimport './again.ts'",
  'lib/spawn.ts': "import { spawn } from 'node:child_process'\nexport { spawn }",
  'lib/types.ts':
    "import type { PyodideAPI } from 'pyodide'\nimport { type PGlite } from '@electric-sql/pglite'\nexport type { PyodideAPI, PGlite }",
}
const plant = (path: string, source: string): string => {
  const file = join(root, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, source)
  return file
}
for (const [path, source] of Object.entries(files)) plant(path, source)

const kindOf = (source: string): string | undefined => {
  const file = plant('lib/one.test.ts', source)
  const sorted = Object.entries(sortTests([file], root))
  return sorted.find(([, found]) => found.length > 0)?.[0]
}

test.each<[TestKind, string, string]>([
  ['pure', 'nothing', "import { expect } from 'vitest'"],
  ['pure', 'types alone', "import { a } from './types.ts'\nimport type { spawn } from './spawn.ts'"],
  ['pure', 'words in a text', "export const planted = `import { loadPyodide } from 'pyodide'`"],
  ['backend', 'the shared backend', "import { sharedBackend } from '../dev/test/sharedBackend.ts'"],
  ['backend', 'it by another file', "import { sharedBackend } from './callShared.ts'"],
  ['backend', 'it by files that import each other', "import './late.ts'"],
  ['backend', 'it while it runs', "await import('./callShared.ts')"],
  ['python', 'an interpreter', "import { loadPyodide } from 'pyodide'"],
  ['python', 'an interpreter while it runs', "export const load = () => import('pyodide')"],
  ['heavy', 'what starts programs', "import { spawn } from './spawn.ts'"],
  ['heavy', 'a database', "import { PGlite } from '@electric-sql/pglite'"],
])('a file is %s that imports %s', (kind, _what, source) => {
  expect(kindOf(source)).toBe(kind)
})

test('a file that asks for the backend without its module gets none', async () => {
  const { inject } = await import('vitest')
  expect(inject('backend')).toBeUndefined()
})
