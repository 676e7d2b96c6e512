/** The linter holds the rooms apart: every import that no room may have is caught, and every other one is clean. */
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'

interface Room {
  /** Its one module. */
  readonly file: string
  readonly imports: readonly string[]
  /** Libraries and globals that have few homes. */
  readonly has?: readonly string[]
}

const shared = ['contract', 'lib']
const leads = ['run/journal', 'run/tools', 'run/lead']
const run = ['run/worker', ...leads]
const anyLibrary = ['react', 'pyodide', 'monaco-editor', '@supabase/supabase-js', '@supabase/lite']
const storage = ['localStorage', 'sessionStorage', 'indexedDB']
const anyGlobal = ['fetch', ...storage]
const feature: Omit<Room, 'file'> = {
  imports: [...shared, 'run/journal', 'src/hooks', 'src/components/ui', 'src/state'],
  has: ['react'],
}
const edge: Omit<Room, 'file'> = {
  imports: [...shared, ...run, 'functions/_shared'],
  has: ['@supabase/supabase-js', ...anyGlobal],
}

/** Each room, what it may import, and what it may have of what is not for all. */
const rooms: Readonly<Record<string, Room>> = {
  contract: { file: 'contract/fact.ts', imports: [] },
  lib: { file: 'lib/leaf.ts', imports: [] },
  'run/worker': { file: 'run/worker/insideWorker.ts', imports: shared, has: ['pyodide'] },
  'run/journal': { file: 'run/journal/fold.ts', imports: shared },
  'run/tools': { file: 'run/tools/host.ts', imports: [...shared, 'run/journal'] },
  'run/lead': { file: 'run/lead/lead.ts', imports: [...shared, 'run/journal', 'run/tools'] },
  'src/workers': { file: 'src/workers/entry.ts', imports: [...shared, 'run/worker'] },
  'src/data': {
    file: 'src/data/rows.ts',
    imports: [...shared, ...leads],
    has: ['@supabase/supabase-js', ...anyGlobal],
  },
  'src/chat': { file: 'src/chat/turn.ts', imports: [...shared, ...leads, 'src/data'] },
  'src/state': { file: 'src/state/tab.ts', imports: shared, has: storage },
  'src/hooks': {
    file: 'src/hooks/useThing.ts',
    imports: [...shared, ...leads, 'src/data', 'src/chat', 'src/state'],
    has: ['react'],
  },
  'src/components/ui': { file: 'src/components/ui/plain.ts', imports: shared, has: ['react'] },
  'src/components/history': { file: 'src/components/history/table.ts', ...feature },
  'src/components/editor': {
    file: 'src/components/editor/field.ts',
    ...feature,
    has: ['react', 'monaco-editor'],
  },
  'src/pages': {
    file: 'src/pages/page.ts',
    imports: [...feature.imports, 'src/components/history', 'src/components/editor'].filter(
      (room) => room !== 'src/state',
    ),
    has: ['react'],
  },
  'src/app': {
    file: 'src/app/compose.ts',
    imports: [
      ...shared,
      ...leads,
      ...['data', 'chat', 'state', 'hooks', 'components/ui', 'components/history', 'components/editor'].map(
        (room) => `src/${room}`,
      ),
      'src/pages',
    ],
    has: ['react'],
  },
  'functions/_shared': { file: 'supabase/functions/_shared/common.ts', ...edge },
  'functions/one': { file: 'supabase/functions/one/index.ts', ...edge },
  'functions/two': { file: 'supabase/functions/two/index.ts', ...edge },
  server: { file: 'server/gate.ts', imports: [...shared, ...run], has: anyGlobal },
  dev: { file: 'dev/tool.ts', imports: [...shared, ...run, 'server'], has: ['pyodide', ...anyGlobal] },
  bench: {
    file: 'bench/measure.ts',
    imports: [...shared, 'server', 'dev', 'e2e', 'src/state'],
    has: [...anyLibrary, ...anyGlobal],
  },
  e2e: {
    file: 'e2e/journey.ts',
    imports: [...shared, ...leads, 'src/data', 'server', 'dev', 'evals'],
    has: [...anyLibrary, ...anyGlobal],
  },
  evals: {
    file: 'evals/task.ts',
    imports: [...shared, 'server', 'dev'],
    has: [...anyLibrary, ...anyGlobal],
  },
}

interface Plant {
  readonly room: string
  /** The subject of the rule, such as 'static lib'. */
  readonly what: string
  readonly isAllowed: boolean
  readonly rule: string
  readonly code: string
}

const importsOf = (specifier: string, name: string): Readonly<Record<string, string>> => ({
  static: `import { ${name} as value } from '${specifier}'\nexport { value }`,
  type: `import type { ${name} } from '${specifier}'\nexport type Value = typeof ${name}`,
  exported: `export { ${name} } from '${specifier}'`,
  dynamic: `export const { ${name}: value } = await import('${specifier}')`,
})

const pathBetween = (place: string, imported: string): string => {
  const relative = path.posix.relative(path.posix.dirname(place), imported)
  return relative.startsWith('.') ? relative : `./${relative}`
}

const plants: readonly Plant[] = Object.entries(rooms).flatMap(([room, { file, imports, has = [] }]) => [
  ...Object.entries(rooms)
    .filter(([other]) => other !== room)
    .flatMap(([other, { file: imported }]) =>
      Object.entries(importsOf(pathBetween(file, imported), 'value')).map(([kind, code]) => ({
        room,
        what: `${kind} ${other}`,
        isAllowed: imports.includes(other),
        rule: 'boundaries(dependencies)',
        code,
      })),
    ),
  ...anyLibrary.flatMap((library) =>
    Object.entries(importsOf(library, 'thing')).map(([kind, code]) => ({
      room,
      what: `${kind} ${library}`,
      isAllowed: has.includes(library),
      rule: 'eslint(no-restricted-imports)',
      code,
    })),
  ),
  ...anyGlobal.map((name) => ({
    room,
    what: name,
    isAllowed: has.includes(name),
    rule: 'eslint(no-restricted-globals)',
    code: `export const value = ${name}`,
  })),
])

/** Rules that are the same in every room. */
const others: readonly (readonly [file: string, code: string, rule: string])[] = [
  ['run/lead/cycle.ts', "import { value } from './back.ts'\nexport { value }", 'import(no-cycle)'],
  ['run/lead/back.ts', "import type { value } from './cycle.ts'\nexport { value }", 'import(no-cycle)'],
  ['lib/default.ts', 'const value = 1\nexport default value', 'import(no-default-export)'],
  ['src/lost.ts', 'export const value = 1', 'boundaries(no-unknown-files)'],
]

/** Each stands in a file of its own beside the module of its room. */
const plantedFile = ({ room }: Plant, index: number) =>
  path.posix.join(path.posix.dirname(rooms[room]?.file ?? ''), `planted${index}.ts`)

const report = z.object({ diagnostics: z.array(z.object({ code: z.string(), filename: z.string() })) })
let tree: string
/** Complaints in the form 'file: rule'. */
let complaints: ReadonlySet<string>

beforeAll(() => {
  tree = mkdtempSync(path.join(tmpdir(), 'eliza-rooms-'))
  const write = (file: string, code: string) => {
    mkdirSync(path.dirname(path.join(tree, file)), { recursive: true })
    writeFileSync(path.join(tree, file), `${code}\n`)
  }
  copyFileSync('.oxlintrc.json', path.join(tree, '.oxlintrc.json'))
  symlinkSync(path.resolve('node_modules'), path.join(tree, 'node_modules'))
  for (const { file } of Object.values(rooms)) write(file, 'export const value = 1')
  for (const [index, plant] of plants.entries()) write(plantedFile(plant, index), plant.code)
  for (const [file, code] of others) write(file, code)
  const { stdout } = spawnSync(path.resolve('node_modules/.bin/oxlint'), ['--format=json'], {
    cwd: tree,
    encoding: 'utf8',
    maxBuffer: 100_000_000,
  })
  const { diagnostics } = report.parse(JSON.parse(stdout))
  complaints = new Set(diagnostics.map(({ filename, code }) => `${filename}: ${code}`))
}, 120_000)
afterAll(() => rmSync(tree, { recursive: true, force: true }))

test('the modules of a tree that keeps to its rooms are clean', () => {
  const files = Object.values(rooms).map(({ file }) => file)
  expect([...complaints].filter((complaint) => files.some((file) => complaint.startsWith(file)))).toEqual([])
})

test.each(Object.keys(rooms))('%s has what it may have, and nothing else', (name) => {
  const planted = [...plants.entries()].filter(([, { room }]) => room === name)
  const refused = planted.filter(([index, plant]) =>
    complaints.has(`${plantedFile(plant, index)}: ${plant.rule}`),
  )
  const forbidden = planted.filter(([, { isAllowed }]) => !isAllowed)
  const named = (some: typeof planted) => some.map(([, { what }]) => what)
  expect(named(refused)).toEqual(named(forbidden))
})

test.each(others)('%s: %s is caught', (file, _code, rule) => {
  expect(complaints).toContain(`${file}: ${rule}`)
})
