/** Journeys that timed out in this run. The reporter marks them, and their second try ends at once. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Playwright's reporter and its workers are different processes, so the marks are files. */
const folder = '.cache/timed-out'

/** Forgets the marks of an earlier run. */
export const forgetTimedOut = (): void => rmSync(folder, { recursive: true, force: true })

export function markTimedOut(testId: string): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, testId), '')
}

export const hasTimedOut = (testId: string): boolean => existsSync(join(folder, testId))
