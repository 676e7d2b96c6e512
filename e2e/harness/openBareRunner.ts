/** A page that leads runs without the app, as a new person. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pyodideVersion } from '../../dev/build/buildPythonAssets.ts'
import type { TestUser } from '../../dev/test/signUpTestUser.ts'
import type { TestBackend } from '../../dev/test/testBackend.ts'
import { projectRoot } from '../../server/projectRoot.ts'
import type { Page } from '@playwright/test'
import type { BareRun, BareRunnerStart, RunBare } from './bareRunner.ts'
import { harness } from './serveHarness.ts'

export interface BareRunner {
  /** Gives the execution's id when its log is written. */
  readonly run: RunBare
  readonly user: TestUser
}

export async function openBareRunner(page: Page, backend: TestBackend): Promise<BareRunner> {
  const user = await backend.signUp()
  const start: BareRunnerStart = {
    workerUrl: `/assets/${only('assets', /^pythonWorker-.*\.js$/)}`,
    pythonUrl: `/python/${only('python', /^[0-9a-f]+$/)}/`,
    pyodideVersion,
    publishableKey: backend.publishableKey,
    userId: user.userId,
    accessToken: user.accessToken,
  }
  await page.goto(harness.page)
  await page.addScriptTag({ type: 'module', url: harness.runner })
  await page.waitForFunction(() => 'openBareRunner' in window)
  await page.evaluate(
    (given) => Object.assign(window, { runBare: Reflect.get(window, 'openBareRunner')(given) }),
    start,
  )
  const run = (given: BareRun): Promise<string> =>
    page.evaluate((request) => Reflect.get(window, 'runBare')(request), given)
  return { run, user }
}

/** The one file or folder of the built app that is named so. */
function only(folder: string, name: RegExp): string {
  const [found, ...others] = readdirSync(join(projectRoot, 'dist', folder)).filter((file) => name.test(file))
  if (found === undefined || others.length > 0)
    throw new Error(`The build has not just one ${folder}/${name}`)
  return found
}
