/** Sorts the test files beside the code into Vitest's projects by what they import, so that no file pays for what it does not use. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { parseSync } from 'vite'

/**
 * - `pure` needs nothing but Node.
 * - `python` starts an interpreter.
 * - `heavy` starts databases, Deno or other programs of its own, or is named `*.heavy.test.ts` since it computes for seconds.
 * - `backend` asks the backend that all such files share.
 */
export const testKinds = ['pure', 'python', 'heavy', 'backend'] as const
export type TestKind = (typeof testKinds)[number]

/** The module through which a test reaches the shared backend, from the root of the project. */
const sharedBackend = 'dev/test/sharedBackend.ts'
const interpreters = /^pyodide($|\/)/
const programs = /^(node:)?(child_process|worker_threads)$|^@electric-sql\/pglite|^@supabase\/lite/

/** Files by kind, with `files` and `root` as absolute paths. */
export function sortTests(files: readonly string[], root: string): Readonly<Record<TestKind, string[]>> {
  const readImports = createReadImports()
  const sorted: Record<TestKind, string[]> = { pure: [], python: [], heavy: [], backend: [] }
  for (const file of files) sorted[kindOf(file, reach(file, readImports), root)].push(file)
  return sorted
}

function kindOf(file: string, reached: ReadonlySet<string>, root: string): TestKind {
  const names = [...reached]
  if (reached.has(join(root, sharedBackend))) return 'backend'
  if (names.some((name) => interpreters.test(name))) return 'python'
  if (names.some((name) => programs.test(name)) || /\.heavy\.test\.tsx?$/.test(file)) return 'heavy'
  return 'pure'
}

/** Everything that a file imports, directly or not: own files by their path, packages by their name. */
function reach(file: string, readImports: (file: string) => readonly string[]): ReadonlySet<string> {
  const reached = new Set<string>([file])
  for (const name of reached) {
    if (name.startsWith('/')) for (const imported of readImports(name)) reached.add(imported)
  }
  return reached
}

/** Reads a file's imports at run time, static and dynamic. Types are erased and do not count. */
function createReadImports(): (file: string) => readonly string[] {
  const known = new Map<string, readonly string[]>()
  return (file) => {
    const imports = known.get(file) ?? readOnce(file)
    known.set(file, imports)
    return imports
  }
}

function readOnce(file: string): readonly string[] {
  if (!/\.tsx?$/.test(file) || !existsSync(file)) return []
  const source = readFileSync(file, 'utf8')
  const { staticImports, staticExports, dynamicImports } = parseSync(file, source).module
  const fixed = [
    ...staticImports.filter(({ entries }) => entries.length === 0 || entries.some(({ isType }) => !isType)),
    ...staticExports.flatMap(({ entries }) => entries.filter(({ isType }) => !isType)),
  ].flatMap(({ moduleRequest }) => (moduleRequest ? [moduleRequest.value] : []))
  const late = dynamicImports.flatMap(({ moduleRequest: { start, end } }) => {
    const [, name] = /^['"`]([^'"`$]+)['"`]$/.exec(source.slice(start, end)) ?? []
    return name === undefined ? [] : [name]
  })
  return [...fixed, ...late].map((name) => {
    const [path = name] = name.split('?')
    return path.startsWith('.') ? join(dirname(file), path) : path
  })
}

/** For people and for Vitest's patterns. */
export const fromRoot = (files: readonly string[], root: string): string[] =>
  files.map((file) => relative(root, file))
