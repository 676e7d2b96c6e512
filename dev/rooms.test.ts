/** The linter holds the rooms apart: each planted violation is caught, and the same file without it is clean. */
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'

/** A tree in which every room has one module. */
const rooms = [
  'contract/fact.ts',
  'src/lib/leaf.ts',
  'src/workers/insideWorker.ts',
  'src/runner/lead.ts',
  'src/data/rows.ts',
  'src/chat/turn.ts',
  'src/state/tab.ts',
  'src/hooks/useThing.ts',
  'src/components/ui/plain.ts',
  'src/components/history/feature.ts',
  'src/components/output/other.ts',
  'src/pages/page.ts',
  'src/app/compose.ts',
  'supabase/functions/_shared/common.ts',
  'supabase/functions/one/index.ts',
  'supabase/functions/two/index.ts',
  'supabase/functions/python-executor/index.ts',
  'server/gate.ts',
  'dev/tool.ts',
]

const violations: readonly [place: string, code: string, rule: string][] = [
  ['contract/fact.ts', "import { value } from '../src/lib/leaf.ts'", 'boundaries(dependencies)'],
  ['src/lib/leaf.ts', "import { value } from '../../contract/fact.ts'", 'boundaries(dependencies)'],
  ['src/workers/insideWorker.ts', "import { value } from '../runner/lead.ts'", 'boundaries(dependencies)'],
  ['src/runner/lead.ts', "import { value } from '../data/rows.ts'", 'boundaries(dependencies)'],
  ['src/runner/lead.ts', "import { value } from '../workers/insideWorker.ts'", 'boundaries(dependencies)'],
  ['src/data/rows.ts', "import { value } from '../state/tab.ts'", 'boundaries(dependencies)'],
  ['src/data/rows.ts', "import { value } from '../chat/turn.ts'", 'boundaries(dependencies)'],
  ['src/chat/turn.ts', "import { value } from '../hooks/useThing.ts'", 'boundaries(dependencies)'],
  ['src/chat/turn.ts', "import { useState as value } from 'react'", 'eslint(no-restricted-imports)'],
  ['src/hooks/useThing.ts', "import { value } from '../components/ui/plain.ts'", 'boundaries(dependencies)'],
  [
    'src/components/ui/plain.ts',
    "import { value } from '../../hooks/useThing.ts'",
    'boundaries(dependencies)',
  ],
  [
    'src/components/history/feature.ts',
    "import { value } from '../output/other.ts'",
    'boundaries(dependencies)',
  ],
  [
    'src/components/history/feature.ts',
    "import { value } from '../../runner/lead.ts'",
    'boundaries(dependencies)',
  ],
  [
    'src/components/history/feature.ts',
    "import { value } from '../../data/rows.ts'",
    'boundaries(dependencies)',
  ],
  ['src/pages/page.ts', "import { value } from '../data/rows.ts'", 'boundaries(dependencies)'],
  ['supabase/functions/one/index.ts', "import { value } from '../two/index.ts'", 'boundaries(dependencies)'],
  [
    'supabase/functions/one/index.ts',
    "import { value } from '../../../src/lib/leaf.ts'",
    'boundaries(dependencies)',
  ],
  [
    'supabase/functions/one/index.ts',
    "import { value } from '../../../src/runner/lead.ts'",
    'boundaries(dependencies)',
  ],
  [
    'supabase/functions/python-executor/index.ts',
    "import { value } from '../../../src/state/tab.ts'",
    'boundaries(dependencies)',
  ],
  ['src/app/compose.ts', "import { value } from '../../server/gate.ts'", 'boundaries(dependencies)'],
  ['server/gate.ts', "import { value } from '../dev/tool.ts'", 'boundaries(dependencies)'],
  ['src/runner/lead.ts', "import { useState as value } from 'react'", 'eslint(no-restricted-imports)'],
  ['src/runner/lead.ts', "import { loadPyodide as value } from 'pyodide'", 'eslint(no-restricted-imports)'],
  [
    'src/hooks/useThing.ts',
    "import { createClient as value } from '@supabase/supabase-js'",
    'eslint(no-restricted-imports)',
  ],
  [
    'src/components/output/other.ts',
    "import * as value from 'monaco-editor'",
    'eslint(no-restricted-imports)',
  ],
  ['server/gate.ts', "import { App as value } from '@supabase/lite'", 'eslint(no-restricted-imports)'],
  ['src/runner/lead.ts', "const value = await fetch('/')", 'eslint(no-restricted-globals)'],
  [
    'src/components/history/feature.ts',
    "const value = localStorage.getItem('x')",
    'eslint(no-restricted-globals)',
  ],
  [
    'src/runner/lead.ts',
    "import { value as other } from './cycle.ts'\nconst value = other",
    'import(no-cycle)',
  ],
  ['src/lib/leaf.ts', 'const value = 1\nexport default value', 'import(no-default-export)'],
]

const cycleIndex = violations.findIndex(([, , rule]) => rule === 'import(no-cycle)')

/** Each violation stands in a file of its own beside the module of its room. */
const plantedFile = (place: string, index: number) => path.join(path.dirname(place), `planted${index}.ts`)

const report = z.object({ diagnostics: z.array(z.object({ code: z.string(), filename: z.string() })) })
let tree: string
let complaints: z.infer<typeof report>['diagnostics']

beforeAll(() => {
  tree = mkdtempSync(path.join(tmpdir(), 'eliza-rooms-'))
  const write = (file: string, code: string) => {
    mkdirSync(path.dirname(path.join(tree, file)), { recursive: true })
    writeFileSync(path.join(tree, file), code)
  }
  copyFileSync('.oxlintrc.json', path.join(tree, '.oxlintrc.json'))
  symlinkSync(path.resolve('node_modules'), path.join(tree, 'node_modules'))
  for (const file of rooms) write(file, 'export const value = 1\n')
  write(
    'src/runner/cycle.ts',
    `import { value as other } from './planted${cycleIndex}.ts'\nexport const value = other\n`,
  )
  for (const [index, [place, code]] of violations.entries()) {
    write(plantedFile(place, index), code.includes('export') ? code : `${code}\nexport { value }\n`)
  }
  const { stdout } = spawnSync(path.resolve('node_modules/.bin/oxlint'), ['--format=json'], {
    cwd: tree,
    encoding: 'utf8',
  })
  complaints = report.parse(JSON.parse(stdout)).diagnostics
}, 120_000)
afterAll(() => rmSync(tree, { recursive: true, force: true }))

test('the modules of a tree that keeps to its rooms are clean', () => {
  expect(complaints.filter(({ filename }) => rooms.includes(filename))).toEqual([])
})

test.for([...violations.entries()])('%o is caught', ([index, [place, , rule]]) => {
  expect(complaints).toContainEqual({ filename: plantedFile(place, index), code: rule })
})
