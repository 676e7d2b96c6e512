/** `npm test`: everything there is to check, in the order in which it fails fastest, with what failed and one count at the end. */
import { spawnSync } from 'node:child_process'
import {
  nameTest,
  readTestReport,
  removeTestReport,
  reportFiles,
  type NamedTest,
  type TestReport,
} from './testReport.ts'

/** The code it ends with; null where a signal ended it. */
const run = (title: string, command: string, ...options: string[]): number | null => {
  console.log(`\n── ${title}`)
  const { status } = spawnSync(command, options, { stdio: 'inherit', shell: process.platform === 'win32' })
  return status
}

/** Named again where a log that was cut off still has it. */
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

for (const file of Object.values(reportFiles)) removeTestReport(file)

const stages: TestReport[] = []
stages.push(
  asOne('npm run check', run('Format, lint, types, unused code', 'npm', 'run', '--silent', 'check')),
)

const unitStatus = run(
  'Tests beside the code: contract, Python, backend, functions, row security',
  'npx',
  'vitest',
  'run',
  '--reporter=default',
  '--reporter=./dev/test/vitestReporter.ts',
)
stages.push(readTestReport(reportFiles.vitest, 'npx vitest run', unitStatus))

const buildStatus = run('Build of the app', 'npm', 'run', '--silent', 'build')
if (buildStatus === 0) {
  const status = run('Journeys in Chromium', 'npx', 'playwright', 'test')
  stages.push(readTestReport(reportFiles.journeys, 'npx playwright test', status))
} else stages.push(asOne('npm run build', buildStatus))

const passed = stages.reduce((sum, stage) => sum + stage.passed, 0)
const failed = stages.flatMap((stage) => stage.failed)
list(
  'Passed on the second try only: to be mended',
  stages.flatMap((stage) => stage.flaky),
)
list('Failed', failed)
console.log(`\n${passed} passed, ${failed.length} failed`)
process.exitCode = failed.length === 0 ? 0 : 1
