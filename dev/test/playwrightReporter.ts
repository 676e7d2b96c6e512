/** Writes what the journeys came to as a report of `npm test`. */
import type { FullConfig, Reporter, Suite, TestCase, TestError, TestResult } from '@playwright/test/reporter'
import { forgetTimedOut, markTimedOut } from './timedOutTests.ts'
import { nameTest, reportFiles, writeTestReport, type NamedTest } from './testReport.ts'

export default class implements Reporter {
  private root: Suite | undefined
  private readonly outside: NamedTest[] = []

  onBegin(_config: FullConfig, suite: Suite): void {
    this.root = suite
    forgetTimedOut()
  }

  onTestEnd(test: TestCase, { status }: TestResult): void {
    if (status === 'timedOut') markTimedOut(test.id)
  }

  onError(error: TestError): void {
    this.outside.push(nameTest('outside of any journey', [error.stack ?? error.message]))
  }

  onEnd(): void {
    let passed = 0
    const failed = [...this.outside]
    const flaky: NamedTest[] = []
    for (const test of this.root?.allTests() ?? []) {
      const outcome = test.outcome()
      const named = (): NamedTest =>
        nameTest(
          test.titlePath().filter(Boolean).join(' > '),
          (test.results.find((result) => result.errors.length > 0)?.errors ?? []).map(
            (error) => error.stack ?? error.message,
          ),
        )
      if (outcome === 'expected' || outcome === 'flaky') passed += 1
      if (outcome === 'flaky') flaky.push(named())
      if (outcome === 'unexpected') failed.push(named())
    }
    writeTestReport(reportFiles.journeys, { passed, failed, flaky })
  }

  printsToStdio(): boolean {
    return false
  }
}
