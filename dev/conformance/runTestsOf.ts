/** Runs one module of CPython's tests to its end, in as many interpreters as it breaks. */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { denoBinary } from '../../server/spawnDeno.ts'
import { leftOut } from './modules.ts'
import { projectRoot } from '../../server/projectRoot.ts'

export interface Verdict {
  readonly outcome: 'passed' | 'failed' | 'skipped'
  /** '' if it passed. */
  readonly reason: string
}
export type Verdicts = ReadonlyMap<string, Verdict>
type Line = readonly [kind: string, test: string, reason: string]

/** An interpreter without a word for as long is ended. A busy machine needs a minute to start one. */
const silence = 240_000
/** After as many breakdowns of a module, what is left of it counts as not run. */
const mostInterpreters = 12

export async function runTestsOf(module: string, which: 'here' | 'stock', tests: string): Promise<Verdicts> {
  const verdicts = new Map<string, Verdict>()
  for (let count = 0; count < mostInterpreters; count += 1) {
    const { lines, problem } = await runOnce(module, which, tests, [...verdicts.keys()])
    let started: string | undefined
    let hasFailed = false
    for (const [kind, test, reason] of lines) {
      if (kind === 'started') [started, hasFailed] = [test, false]
      if (kind === 'failed') hasFailed = true
      if (kind !== 'passed' && kind !== 'failed' && kind !== 'skipped') continue
      // One test may tell several outcomes: one for each of its subtests.
      if (kind === 'failed' || verdicts.get(test)?.outcome !== 'failed')
        verdicts.set(test, { outcome: kind, reason })
    }
    const last = lines.at(-1)
    if (last?.[0] === 'ended') return verdicts
    // The interpreter broke down in this test, or before the first one.
    const broken = last?.[0] === 'started' && started !== undefined && !hasFailed ? started : module
    const isNew = !verdicts.has(broken)
    verdicts.set(broken, { outcome: 'failed', reason: problem || 'The interpreter ended.' })
    if (!isNew || started === undefined) return verdicts
  }
  return verdicts
}

async function runOnce(
  module: string,
  which: string,
  tests: string,
  done: readonly string[],
): Promise<{ lines: Line[]; problem: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-'))
  const report = join(folder, 'report.jsonl')
  writeFileSync(join(folder, 'task.json'), JSON.stringify({ module: `test.${module}`, done, leftOut }))
  writeFileSync(report, '')
  const flags = [
    '--quiet',
    '--no-prompt',
    '--no-lock',
    '--no-check',
    '--node-modules-dir=manual',
    '--allow-all',
  ]
  const child = spawn(denoBinary(), ['run', ...flags, 'dev/conformance/runModule.ts', which, tests, folder], {
    cwd: projectRoot,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, DENO_DIR: join(projectRoot, '.cache/deno'), NO_COLOR: '1' },
  })
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = `${errors}${text}`.slice(0, 20_000)
  })
  let isOver = false
  const over = new Promise((resolve) => child.once('close', resolve)).then(() => {
    isOver = true
  })
  let isSilent = false
  while (!isOver) {
    await Promise.race([over, wait(2_000)])
    if (!isOver && Date.now() - statSync(report).mtimeMs > silence) {
      isSilent = true
      child.kill('SIGKILL')
      await over
    }
  }
  const lines = readFileSync(report, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): Line => JSON.parse(line))
  const file = join(folder, 'problem.txt')
  const told = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const fatal = /The cause of the fatal error was:\n(.*)/.exec(errors)?.[1]
  rmSync(folder, { recursive: true, force: true })
  if (isSilent) return { lines, problem: `It did not end in ${silence / 1000} s.` }
  return { lines, problem: fatal ? `The interpreter broke down: ${fatal}` : told || errors.slice(-300) }
}
