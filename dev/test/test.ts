/**
 * `npm test`: everything there is to check, in the order in which it fails fastest, with what failed and one count at the end.
 * `npm test -- --changed`, or `--changed=<commit>`: the check, and the tests that what has changed since then can break.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { type Selection, selectTests } from './selectTests.ts'
import {
  nameTest,
  readTestReport,
  removeTestReport,
  reportFiles,
  type NamedTest,
  type TestReport,
} from './testReport.ts'

/** Runs a command. @returns its exit code; null if a signal ended it. */
const run = (title: string, command: string, ...options: string[]): number | null => {
  console.log(`\n── ${title}`)
  const { status } = spawnSync(command, options, { stdio: 'inherit', shell: process.platform === 'win32' })
  return status
}

/** Repeated at the end, since a truncated log still shows it. */
function list(title: string, tests: readonly NamedTest[]): void {
  if (tests.length === 0) return
  console.log(`\n── ${title}`)
  for (const { name, message } of tests) console.log(`\n${name}\n${message.replaceAll(/^/gm, '    ')}`)
}

/** A stage without tests of its own, as one. */
const asOne = (stage: string, status: number | null): TestReport => ({
  passed: status === 0 ? 1 : 0,
  failed: status === 0 ? [] : [nameTest(stage, ['see above'])],
  flaky: [],
})

const since = readSince(process.argv.slice(2))
const { unit, journeys }: Selection =
  since === undefined ? { unit: 'all', journeys: 'all' } : selectTests(changedSince(since))

for (const file of Object.values(reportFiles)) removeTestReport(file)

const stages: TestReport[] = []
stages.push(
  asOne('npm run check', run('Format, lint, types, unused code', 'npm', 'run', '--silent', 'check')),
)

if (unit !== 'none') {
  const status = run(
    'Tests beside the code: contract, Python, backend, functions, row security',
    'npx',
    'vitest',
    'run',
    '--reporter=default',
    '--reporter=./dev/test/vitestReporter.ts',
    ...(unit === 'related' && since !== undefined ? [`--changed=${since}`, '--passWithNoTests'] : []),
  )
  stages.push(readTestReport(reportFiles.vitest, 'npx vitest run', status))
}

if (journeys === 'all' || journeys.some((file) => existsSync(file))) {
  const buildStatus = run('Build of the app', 'npm', 'run', '--silent', 'build')
  if (buildStatus === 0) {
    const chosen = journeys === 'all' ? [] : journeys.filter((file) => existsSync(file))
    const status = run('Journeys in Chromium', 'npx', 'playwright', 'test', ...chosen)
    stages.push(readTestReport(reportFiles.journeys, 'npx playwright test', status))
  } else stages.push(asOne('npm run build', buildStatus))
}

const passed = stages.reduce((sum, stage) => sum + stage.passed, 0)
const failed = stages.flatMap((stage) => stage.failed)
list(
  'Passed on the second try only: to be mended',
  stages.flatMap((stage) => stage.flaky),
)
list('Failed', failed)
if (unit !== 'all' || journeys !== 'all') {
  const ran = journeys === 'all' ? 'all' : journeys.length
  console.log(`\n── Of what ${since} can have broken: unit tests ${unit}, journeys ${ran}`)
}
console.log(`\n${passed} passed, ${failed.length} failed`)
process.exitCode = failed.length === 0 ? 0 : 1

/** The commit to compare with; undefined to run everything. Exits with a message for unknown arguments. */
function readSince(options: readonly string[]): string | undefined {
  const [option, ...rest] = options
  if (option === undefined) return undefined
  const found = /^--changed(?:=(.+))?$/.exec(option)
  if (found !== null && rest.length === 0) return found[1] ?? 'HEAD'
  console.error('npm test takes --changed, --changed=<commit> or nothing.')
  process.exit(2)
}

/** Tracked or not, committed since then or not. */
function changedSince(commit: string): readonly string[] {
  const list = (...options: string[]): string[] => {
    const { status, stdout, stderr } = spawnSync('git', options, { encoding: 'utf8' })
    if (status === 0) return stdout.split('\0').filter(Boolean)
    console.error(stderr)
    process.exit(2)
  }
  return [
    ...list('diff', '--name-only', '--no-renames', '-z', commit, '--'),
    ...list('ls-files', '--others', '--exclude-standard', '-z'),
  ]
}
