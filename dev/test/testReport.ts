/**
 * The report of a stage of `npm test`, in one shape for all runners: counts, and failures to repeat at the
 * end.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { z } from 'zod'

const namedTest = z.object({
  /** File and titles, as one would look for it. */
  name: z.string(),
  message: z.string(),
})

const testReport = z.object({
  passed: z.number(),
  failed: z.array(namedTest),
  /** Passed, but on the second try only. */
  flaky: z.array(namedTest),
})

export type NamedTest = z.infer<typeof namedTest>
export type TestReport = z.infer<typeof testReport>

export const reportFiles = { vitest: '.cache/vitest.json', journeys: '.cache/journeys.json' } as const

/** Enough for the expected and the actual value; the full text is in the log above. */
const longestMessage = 1500

/** A line of a stack that is not of this project. */
const isOfOthers = (line: string): boolean => /^\s+at .*(?:node_modules|node:internal|<anonymous>)/.test(line)

/** Messages that two tries share appear once. */
export function nameTest(name: string, messages: readonly (string | undefined)[]): NamedTest {
  const said = messages
    .filter((text) => text !== undefined)
    .map((text) =>
      stripVTControlCharacters(text)
        .split('\n')
        .filter((line) => !isOfOthers(line))
        .join('\n'),
    )
  const message = [...new Set(said)].join('\n')
  return { name, message: message.length > longestMessage ? `${message.slice(0, longestMessage)}…` : message }
}

export function writeTestReport(file: string, report: TestReport): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, JSON.stringify(report))
}

/** An older report is no answer of this run. */
export const removeTestReport = (file: string): void => rmSync(file, { force: true })

/** Reads what a stage wrote; one that ended badly without naming anything, or without a report, has failed once. */
export function readTestReport(file: string, stage: string, status: number | null): TestReport {
  const nothingNamed = nameTest(stage, [`ended with code ${status} and named no test; see above`])
  try {
    const report = testReport.parse(JSON.parse(readFileSync(file, 'utf8')))
    return status === 0 || report.failed.length > 0 ? report : { ...report, failed: [nothingNamed] }
  } catch {
    return { passed: 0, failed: [nothingNamed], flaky: [] }
  }
}
