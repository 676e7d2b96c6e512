/** Journeys about saved scripts: they survive a killed browser and concurrent edits in other tabs. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { openOwnBrowser } from './harness/openOwnBrowser.ts'
import { expect, leaveOut, test } from './journey.ts'
import { Workbench } from './Workbench.ts'

const scriptTabs = (page: Page) => page.getByRole('tablist', { name: 'Open scripts' }).getByRole('tab')

const shownCode = (page: Page) => page.locator('.monaco-editor .view-lines')

async function writeAndSave(page: Page, code: string, backendUrl = '', former = ''): Promise<void> {
  const workbench = new Workbench(page)
  await page.goto(`${backendUrl}/scripts`)
  await workbench.isReady()
  // Typing before the text has arrived would keep both.
  await expect(shownCode(page)).toContainText(former)
  await workbench.write(code)
  await page.keyboard.press('ControlOrMeta+S')
  await expect(page.getByText('Every change is saved in this browser.')).toBeVisible()
}

test.use({ editor: 'without checker' })

test('what was saved a moment ago is there after the browser was killed', async ({
  backend,
  launchOptions,
}) => {
  const profile = mkdtempSync(join(tmpdir(), 'eliza-journey-'))
  const open = async () => {
    const browser = await openOwnBrowser(profile, launchOptions.args)
    await leaveOut(browser.page.context(), 'without checker')
    return browser
  }
  let { page, kill } = await open()
  try {
    for (const [code, former] of [
      ['first = 1', ''],
      ['second = 1', 'first = 1'],
    ] as const) {
      await writeAndSave(page, code, backend.url, former)
      await kill()
      ;({ page, kill } = await open())
    }
    await page.goto(`${backend.url}/scripts`)
    await expect(shownCode(page)).toContainText('second = 1')
    await expect(scriptTabs(page)).toHaveCount(1)
  } finally {
    await kill()
    rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 })
  }
})

test('two tabs that write the same script lose neither text, and a closed script stays closed', async ({
  page,
  context,
}) => {
  await writeAndSave(page, 'one = 1')
  const other = await context.newPage()
  await other.goto('/scripts')
  await expect(shownCode(other)).toContainText('one = 1')
  await writeAndSave(other, 'two = 2')
  await writeAndSave(page, 'one = 1  # and more')
  await page.close()
  await other.close()

  const next = await context.newPage()
  await next.goto('/scripts')
  await expect(scriptTabs(next)).toHaveText(['Hello, world', 'Hello, world (other tab)'])
  const found: string[] = []
  for (const tab of await scriptTabs(next).all()) {
    await tab.click()
    await expect(shownCode(next)).toContainText(' = ')
    found.push(await shownCode(next).innerText())
  }
  expect(found.join()).toMatch(/and.more/)
  expect(found.join()).toContain('two')
  await scriptTabs(next).first().press('Delete')
  await expect(scriptTabs(next)).toHaveCount(1)
  await next.reload()
  await new Workbench(next).isReady()
  await next.close()
  const last = await context.newPage()
  await last.goto('/scripts')
  await new Workbench(last).isReady()
  // A tab that begins takes over what others left, under this lock.
  const names = () => last.evaluate(async () => (await navigator.locks.query()).held?.map(({ name }) => name))
  await expect.poll(names).toContainEqual(expect.stringMatching(/^eliza-tab-/))
  await last.evaluate(() => navigator.locks.request('eliza-scripts-left', () => undefined))
  await expect(scriptTabs(last)).toHaveCount(1)
})
