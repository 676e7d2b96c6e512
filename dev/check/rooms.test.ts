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
  'lib/leaf.ts',
  'run/worker/insideWorker.ts',
  'run/journal/fold.ts',
  'run/tools/host.ts',
  'run/lead/lead.ts',
  'src/workers/entry.ts',
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

/** Arrows that no room may have, each as a place and what it must not import. */
const arrows: readonly [place: string, imported: string][] = [
  ['contract/fact.ts', 'lib/leaf.ts'],
  ['contract/fact.ts', 'run/journal/fold.ts'],
  ['lib/leaf.ts', 'contract/fact.ts'],
  ['run/worker/insideWorker.ts', 'run/lead/lead.ts'],
  ['run/worker/insideWorker.ts', 'run/journal/fold.ts'],
  ['run/journal/fold.ts', 'run/tools/host.ts'],
  ['run/tools/host.ts', 'run/lead/lead.ts'],
  ['run/lead/lead.ts', 'run/worker/insideWorker.ts'],
  ['run/lead/lead.ts', 'src/data/rows.ts'],
  ['run/journal/fold.ts', 'src/state/tab.ts'],
  ['run/tools/host.ts', 'supabase/functions/_shared/common.ts'],
  ['src/workers/entry.ts', 'run/lead/lead.ts'],
  ['src/data/rows.ts', 'src/state/tab.ts'],
  ['src/data/rows.ts', 'src/chat/turn.ts'],
  ['src/chat/turn.ts', 'src/hooks/useThing.ts'],
  ['src/hooks/useThing.ts', 'src/components/ui/plain.ts'],
  ['src/components/ui/plain.ts', 'src/hooks/useThing.ts'],
  ['src/components/history/feature.ts', 'src/components/output/other.ts'],
  ['src/components/history/feature.ts', 'run/lead/lead.ts'],
  ['src/components/history/feature.ts', 'src/data/rows.ts'],
  ['src/pages/page.ts', 'src/data/rows.ts'],
  ['supabase/functions/one/index.ts', 'supabase/functions/two/index.ts'],
  ['supabase/functions/one/index.ts', 'src/data/rows.ts'],
  ['supabase/functions/python-executor/index.ts', 'src/state/tab.ts'],
  ['src/app/compose.ts', 'server/gate.ts'],
  ['server/gate.ts', 'dev/tool.ts'],
]

const pathBetween = (place: string, imported: string): string => {
  const relative = path.posix.relative(path.posix.dirname(place), imported)
  return relative.startsWith('.') ? relative : `./${relative}`
}

const violations: readonly [place: string, code: string, rule: string][] = [
  ...arrows.flatMap(([place, imported]) =>
    [
      `import { value } from '${pathBetween(place, imported)}'`,
      `import type { value } from '${pathBetween(place, imported)}'`,
      `const { value } = await import('${pathBetween(place, imported)}')`,
    ].map((code): [string, string, string] => [place, code, 'boundaries(dependencies)']),
  ),
  ['src/chat/turn.ts', "import { useState as value } from 'react'", 'eslint(no-restricted-imports)'],
  ['run/lead/lead.ts', "import { useState as value } from 'react'", 'eslint(no-restricted-imports)'],
  ['run/lead/lead.ts', "import { loadPyodide as value } from 'pyodide'", 'eslint(no-restricted-imports)'],
  [
    'run/tools/host.ts',
    "import { createClient as value } from '@supabase/supabase-js'",
    'eslint(no-restricted-imports)',
  ],
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
  ['src/chat/turn.ts', "const { useState: value } = await import('react')", 'eslint(no-restricted-imports)'],
  ['run/lead/lead.ts', "const value = await fetch('/')", 'eslint(no-restricted-globals)'],
  [
    'src/components/history/feature.ts',
    "const value = localStorage.getItem('x')",
    'eslint(no-restricted-globals)',
  ],
  [
    'run/lead/lead.ts',
    "import { value as other } from './cycle.ts'\nconst value = other",
    'import(no-cycle)',
  ],
  ['lib/leaf.ts', 'const value = 1\nexport default value', 'import(no-default-export)'],
]

/** The other half of each cycle. */
const halves = { './cycle.ts': 'run/lead/cycle.ts' }

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
  for (const [specifier, half] of Object.entries(halves)) {
    const index = violations.findIndex(([, code]) => code.includes(specifier))
    write(half, `import { value as other } from './planted${index}.ts'\nexport const value = other\n`)
  }
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
