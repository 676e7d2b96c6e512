/** One page that journeys go through one after the other: loading a page costs several times what most journeys do in it. */
import { expect, type Page } from '@playwright/test'
import { Workbench } from './Workbench.ts'

export interface SharedPage {
  /** At /scripts, with one empty script, the preferences of a first visit, and no run that goes on. */
  readonly take: () => Promise<Page>
  /** Clears what the journey left. If that fails, closes the page; the next journey gets a new one. */
  readonly giveBack: (isSpoilt: boolean) => Promise<void>
  readonly close: () => Promise<void>
}

/** `open` gives a page in a context of its own. */
export function createSharedPage(open: () => Promise<Page>): SharedPage {
  let opened: Page | undefined
  const close = async () => {
    const page = opened
    opened = undefined
    await page?.context().close()
  }
  return {
    close,
    async take() {
      if (opened === undefined) {
        opened = await open()
        await opened.goto('/scripts')
        await new Workbench(opened).isReady()
        await clear(opened)
      }
      return opened
    },
    async giveBack(isSpoilt) {
      if (opened === undefined) return
      const isClear =
        !isSpoilt &&
        (await clear(opened).then(
          () => true,
          () => false,
        ))
      if (!isClear) await close()
    },
  }
}

/** A clear page takes a tenth of a second; a busy machine takes longer for all. */
const soon = { timeout: 20_000 }

async function clear(page: Page): Promise<void> {
  const context = page.context()
  for (const other of context.pages()) if (other !== page) await other.close()
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  for (const event of ['request', 'requestfailed', 'dialog', 'framenavigated']) page.removeAllListeners(event)
  for (const event of ['response', 'page']) context.removeAllListeners(event)
  await context.clearPermissions()
  await context.setOffline(false)
  await page.emulateMedia({ colorScheme: null })
  await page.setViewportSize({ width: 1280, height: 720 })

  // Closes a menu.
  await page.keyboard.press('Escape')
  const stop = page.getByRole('button', { name: 'Stop', exact: true, disabled: false })
  // An answer goes on while one looks at another page, and so does a script.
  if (await stop.isVisible()) await stop.click(soon)
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Scripts' }).click(soon)
  await expect(page.getByRole('button', { name: 'Stop', exact: true })).toBeVisible(soon)
  if (await stop.isVisible()) await stop.click(soon)
  await expect(stop).toHaveCount(0, soon)
  await forgetPreferences(page)
  await closeScripts(page)
}

const forgetPreferences = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const key = 'eliza.preferences'
    localStorage.removeItem(key)
    // Simulates a change by another tab.
    dispatchEvent(new StorageEvent('storage', { key }))
  })

/** Closing the last script opens an empty one. */
async function closeScripts(page: Page): Promise<void> {
  const tabs = page.getByRole('tablist', { name: 'Open scripts' }).getByRole('tab')
  const field = page.getByRole('textbox', { name: 'Python script' })
  for (let count = await tabs.count(); count > 0; count -= 1) {
    // An empty script closes without a message.
    await field.focus(soon)
    await page.keyboard.press('ControlOrMeta+A')
    await page.keyboard.press('Delete')
    await tabs.and(page.locator('[aria-selected=true]')).press('Delete', soon)
    await expect(tabs).toHaveCount(Math.max(1, count - 1), soon)
  }
  await expect(tabs).toHaveText(['Untitled'], soon)
}
