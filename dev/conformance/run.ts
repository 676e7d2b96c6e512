/**
 * `npm run conformance:python [module ...]`: CPython's own tests, here and in stock Pyodide. Fails if a test that passes
 * there does not pass here.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import pLimit from 'p-limit'
import { projectRoot } from '../../server/projectRoot.ts'
import { buildPythonAssets, pyodideVersion } from '../build/buildPythonAssets.ts'
import { differences } from './differences.ts'
import { fetchTests } from './fetchTests.ts'
import { leftOut, modules } from './modules.ts'
import { runTestsOf, type Verdict, type Verdicts } from './runTestsOf.ts'

const chosen = process.argv.slice(2)
const unknown = chosen.filter((name) => !modules.includes(name))
if (unknown.length > 0) throw new Error(`Not in dev/conformance/modules.ts: ${unknown.join(', ')}`)

const { version, path } = await fetchTests()
await buildPythonAssets()
console.log(`CPython's tests of Debian's ${version}, here and in Pyodide ${pyodideVersion}`)

interface Result {
  readonly module: string
  readonly here: Verdicts
  readonly there: Verdicts
  readonly seconds: number
}

interface Fault {
  readonly test: string
  readonly outcome: string
  readonly reason: string
}

const limit = pLimit(availableParallelism())
const results = await Promise.all(
  (chosen.length > 0 ? chosen : modules).map((module) =>
    limit(async (): Promise<Result> => {
      const begunAt = Date.now()
      const here = await runTestsOf(module, 'here', path)
      const there = await stockVerdicts(module)
      const seconds = Math.round((Date.now() - begunAt) / 1000)
      console.log(`${module}: here ${sum(here)}, there ${sum(there)}, ${seconds} s`)
      for (const { test, outcome, reason } of worseOf({ here, there }))
        console.log(`  ${outcome} here only: ${test}: ${reason}`)
      return { module, here, there, seconds }
    }),
  ),
)

/** Nothing of ours changes what stock Pyodide does, so each module is run there once. */
async function stockVerdicts(module: string): Promise<Verdicts> {
  const script = readFileSync(new URL('runTests.py', import.meta.url))
  const key = createHash('sha256')
    .update(JSON.stringify([version, pyodideVersion, module, leftOut]))
    .update(script)
  const file = join(projectRoot, '.cache/conformance', `stock-${key.digest('hex').slice(0, 16)}.json`)
  if (existsSync(file)) return new Map(JSON.parse(readFileSync(file, 'utf8')))
  const verdicts = await runTestsOf(module, 'stock', path)
  writeFileSync(file, JSON.stringify([...verdicts]))
  return verdicts
}

function worseOf({ here, there }: Pick<Result, 'here' | 'there'>): Fault[] {
  return [...there]
    .filter(([test, { outcome }]) => outcome === 'passed' && here.get(test)?.outcome !== 'passed')
    .map(([test]) => ({ test, ...(here.get(test) ?? { outcome: 'not run', reason: '' }) }))
}

function count(verdicts: Verdicts, outcome: Verdict['outcome']): number {
  return [...verdicts.values()].filter((each) => each.outcome === outcome).length
}

function sum(verdicts: Verdicts): string {
  return `${count(verdicts, 'passed')} passed, ${count(verdicts, 'failed')} failed, ${count(verdicts, 'skipped')} skipped`
}

console.table(
  Object.fromEntries(
    results.map(({ module, here, there }) => [
      module,
      Object.fromEntries(
        (['passed', 'failed', 'skipped'] as const).flatMap((outcome) => [
          [outcome, count(here, outcome)],
          [`${outcome} there`, count(there, outcome)],
        ]),
      ),
    ]),
  ),
)

const file = join(projectRoot, '.cache/conformance/verdicts.json')
mkdirSync(join(projectRoot, '.cache/conformance'), { recursive: true })
writeFileSync(
  file,
  JSON.stringify(
    results.map(({ module, here, there }) => ({
      module,
      tests: Object.fromEntries(
        [...new Set([...here.keys(), ...there.keys()])].map((test) => [
          test,
          { here: here.get(test), there: there.get(test) },
        ]),
      ),
    })),
    null,
    1,
  ),
)
console.log(`Every test with its reason, if it failed or was skipped: ${file}`)

const worse = results.flatMap(worseOf)
const faults = worse.filter(({ test }) => !(test in differences))
for (const { test } of worse)
  if (test in differences) console.log(`Differs by design: ${test}: ${differences[test]}`)
for (const { test, outcome, reason } of faults)
  console.error(`Passes in Pyodide, ${outcome} here: ${test}: ${reason}`)
console.log(`${faults.length} tests pass in Pyodide and not here.`)
if (faults.length > 0) process.exitCode = 1
