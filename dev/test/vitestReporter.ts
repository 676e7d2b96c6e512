/** Writes what Vitest came to as a report of `npm test`. */
import type { Reporter, TestModule } from 'vitest/node'
import { nameTest, reportFiles, writeTestReport, type NamedTest } from './testReport.ts'

type Fault = Readonly<{ message: string; stack?: string | undefined }>

/** The stack begins with the message, and says where. */
const textOf = (fault: Fault): string => fault.stack ?? fault.message

export default class implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly Fault[]): void {
    let passed = 0
    const failed: NamedTest[] = []
    const flaky: NamedTest[] = []
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state, errors } = test.result()
        const named = (): NamedTest =>
          nameTest(`${module.relativeModuleId} > ${test.fullName}`, (errors ?? []).map(textOf))
        if (state === 'passed') passed += 1
        if (state === 'passed' && test.diagnostic()?.flaky === true) flaky.push(named())
        if (state === 'failed') failed.push(named())
      }
      // Files that cannot be read, and hooks around tests.
      for (const suite of [module, ...module.children.allSuites()]) {
        const errors = suite.errors()
        if (errors.length > 0)
          failed.push(nameTest(`${module.relativeModuleId}, around its tests`, errors.map(textOf)))
      }
    }
    for (const error of unhandled) failed.push(nameTest('outside of any test', [textOf(error)]))
    writeTestReport(reportFiles.vitest, { passed, failed, flaky })
  }
}
