/** `npm test`: everything there is to check, in the order in which it fails fastest, with one count at the end. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { z } from 'zod'

const vitestReport = '.cache/vitest.json'
const journeysReport = '.cache/journeys.json'

interface Count {
  readonly passed: number
  readonly failed: number
}

const run = (title: string, command: string, ...options: string[]): boolean => {
  console.log(`\n── ${title}`)
  const { status } = spawnSync(command, options, { stdio: 'inherit', shell: process.platform === 'win32' })
  return status === 0
}

/** Counts what a report names; a stage that ends without a report has failed once. */
function count(isGood: boolean, read: () => Count): Count {
  try {
    const { passed, failed } = read()
    return { passed, failed: isGood ? failed : Math.max(failed, 1) }
  } catch {
    return { passed: 0, failed: 1 }
  }
}

const readVitest = (): Count => {
  const report = z
    .object({ numPassedTests: z.number(), numFailedTests: z.number() })
    .parse(JSON.parse(readFileSync(vitestReport, 'utf8')))
  return { passed: report.numPassedTests, failed: report.numFailedTests }
}

const readJourneys = (): Count => {
  const { stats } = z
    .object({ stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }) })
    .parse(JSON.parse(readFileSync(journeysReport, 'utf8')))
  if (stats.flaky > 0)
    console.log(`\nPassed on the second try only, as named above under "flaky", to be mended: ${stats.flaky}`)
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected }
}

mkdirSync('.cache', { recursive: true })
for (const report of [vitestReport, journeysReport]) rmSync(report, { force: true })

const isChecked = run('Format, lint, types, unused code', 'npm', 'run', '--silent', 'check')
const unit = count(
  run(
    'Tests beside the code: contract, Python, backend, functions, row security',
    'npx',
    'vitest',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${vitestReport}`,
  ),
  readVitest,
)
const isBuilt = run('Build of the app', 'npm', 'run', '--silent', 'build')
const journeys = isBuilt
  ? count(run('Journeys in Chromium', 'npx', 'playwright', 'test'), readJourneys)
  : { passed: 0, failed: 1 }

const passed = (isChecked ? 1 : 0) + unit.passed + journeys.passed
const failed = (isChecked ? 0 : 1) + unit.failed + journeys.failed
console.log(`\n${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
