import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { globSync } from 'tinyglobby'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'

/** Bytes. Hosted functions may have 20 MB bundled on one's own machine, and 5 MB bundled by the server (`--use-api`). */
const limits = { local: 20_000_000, server: 5_000_000 }
const names = globSync('supabase/functions/*/index.ts').map((path) => basename(dirname(path)))
/** The package's own launcher, since npm may have left its install script unrun. */
const launcher = join(dirname(createRequire(import.meta.url).resolve('deno/package.json')), 'bin.cjs')

let folder: string

/** Deno on a copy of the functions, which sees neither the project's node_modules nor its package.json. */
function runDeno(cwd: string, ...options: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [launcher, ...options], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 100_000_000,
    env: {
      ...process.env,
      // Packages come from where npm has them; later runs find them here.
      NPM_CONFIG_REGISTRY: registry(),
      DENO_DIR: resolve('.cache/deno-bundles'),
      DENO_NO_UPDATE_CHECK: '1',
      NO_COLOR: '1',
    },
  })
  if (status !== 0) throw new Error(stderr)
  return stdout
}

const registry = (): string =>
  process.env['npm_config_registry'] ??
  spawnSync('npm', ['config', 'get', 'registry'], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  }).stdout.trim()

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'eliza-bundles-'))
  for (const room of ['contract', 'lib', 'run', 'supabase/functions'])
    cpSync(room, join(folder, room), { recursive: true })
  mkdirSync(join(folder, 'bundles'))
  for (const name of names) {
    const { imports }: { imports: unknown } = JSON.parse(read(`supabase/functions/${name}/deno.json`))
    // The map, and nothing else that this Deno might make of a configuration.
    writeFileSync(join(folder, `bundles/${name}.json`), JSON.stringify({ imports }))
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const read = (path: string): string => readFileSync(path, 'utf8')
const source = (name: string): string => join(folder, 'supabase/functions', name, 'index.ts')
const strict = (name: string): string[] => [
  '--quiet',
  '--no-config',
  '--no-lock',
  '--no-remote',
  '--node-modules-dir=none',
  `--import-map=${join(folder, `bundles/${name}.json`)}`,
]

const graph = z.object({
  modules: z.array(z.object({ specifier: z.string(), error: z.string().optional() })),
  npmPackages: z.record(z.string(), z.object({ name: z.string(), version: z.string() })),
})

test('there are functions to bundle', () => expect(names.length).toBeGreaterThanOrEqual(16))

/** The files with which a bundle was checked. Adding a file to a bundle changes one that is listed here. */
const checkedBundle = z.object({ digest: z.string(), files: z.array(z.string()), size: z.number() })
const noteOf = (name: string): string => `.cache/bundles/${name}.json`

/** Over a function's own files, and over what else decides what is checked and how. */
function digestOf(name: string, files: readonly string[]): string {
  const hash = createHash('sha256')
  const around = [`supabase/functions/${name}/deno.json`, 'package.json', 'package-lock.json']
  for (const file of [...files, ...around, 'supabase/tests/functionBundles.test.ts']) {
    hash.update(`${file}:`).update(existsSync(file) ? readFileSync(file) : 'is gone')
  }
  return hash.digest('hex')
}

/** The size of a bundle that passed the check in its current state; undefined if it must still be checked. */
function sizeOfChecked(name: string): number | undefined {
  if (!existsSync(noteOf(name))) return undefined
  const { digest, files, size } = checkedBundle.parse(JSON.parse(read(noteOf(name))))
  return digest === digestOf(name, files) ? size : undefined
}

const majorOf = (version: string): string => version.split('.', 1).join()

const sizes: string[] = []
afterAll(() => void process.stdout.write(`Bundles of the functions\n  ${sizes.join('\n  ')}\n`))

test.each(names)(
  '%s bundles by its own deno.json alone, is small enough, and answers',
  (name) => {
    const known = sizeOfChecked(name)
    if (known !== undefined) {
      sizes.push(`${name}: ${(known / 1e6).toFixed(2)} MB, unchanged since it was checked`)
      return
    }
    const bundle = join(folder, `bundles/${name}.js`)
    runDeno(
      dirname(source(name)),
      'bundle',
      ...strict(name),
      '--platform=deno',
      `--output=${bundle}`,
      source(name),
    )
    const { size } = statSync(bundle)
    sizes.push(`${name}: ${(size / 1e6).toFixed(2)} MB`)
    expect(size).toBeGreaterThan(10_000)
    expect(size).toBeLessThan(Math.min(limits.local, limits.server))

    const { modules, npmPackages } = graph.parse(
      JSON.parse(runDeno(dirname(source(name)), 'info', '--json', ...strict(name).slice(1), source(name))),
    )
    expect(modules.filter(({ error }) => error !== undefined)).toEqual([])
    // Direct dependencies come in the versions pinned here. Transitive ones come as their ranges allow on the
    // day of bundling, which no import map changes: with the same major version.
    const { dependencies }: { dependencies: Record<string, string> } = JSON.parse(read('package.json'))
    const named = read(join(folder, `bundles/${name}.json`))
    const drifted = Object.values(npmPackages).filter((each) => {
      const pinned = dependencies[each.name]
      if (pinned === undefined || pinned === each.version) return false
      return named.includes(`npm:${each.name}@`) || majorOf(pinned) !== majorOf(each.version)
    })
    expect(drifted).toEqual([])

    const ask = join(folder, `bundles/ask-${name}.js`)
    writeFileSync(
      ask,
      `const { default: { fetch } } = await import('./${name}.js')
    const response = await fetch(new Request('http://localhost/${name}'))
    console.log(response.status, JSON.stringify(await response.json()))`,
    )
    // No file but the bundle, no network, no package.
    const rights = [
      '--quiet',
      '--no-prompt',
      '--no-remote',
      '--no-npm',
      '--allow-env',
      '--allow-sys=hostname',
    ]
    const said = runDeno(join(folder, 'bundles'), 'run', ...rights, '--no-config', '--no-lock', ask)
    expect(said).toContain('405 {"error":{"code":"method-not-allowed"')

    const files = modules
      .filter(({ specifier }) => specifier.startsWith('file:'))
      .map(({ specifier }) => relative(folder, fileURLToPath(specifier)))
      .toSorted()
    expect(files).toContain(`supabase/functions/${name}/index.ts`)
    mkdirSync('.cache/bundles', { recursive: true })
    writeFileSync(noteOf(name), JSON.stringify({ digest: digestOf(name, files), files, size }))
  },
  120_000,
)
