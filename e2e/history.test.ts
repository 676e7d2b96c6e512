/** How a run is found again among many: filters, pages, other tabs, and the ways back to the editor. */
import type { Page } from '@playwright/test'
import type { TestBackend } from '../dev/test/testBackend.ts'
import { expect, findInHistory, sharedTest, signInAsNew, test } from './journey.ts'
import { Workbench } from './Workbench.ts'

/** A tab of a new person, whose log holds `count` runs a second apart, the last one newest. */
async function openHistoryOf(
  page: Page,
  backend: TestBackend,
  count: number,
): Promise<{ readonly record: (code: string) => Promise<void> }> {
  const user = await signInAsNew(page.context(), backend)
  const begun = Date.now() - count * 1000
  const { error } = await user.client.from('eliza_python_executions').insert(
    Array.from({ length: count }, (_, index) => ({
      id: crypto.randomUUID(),
      code: `# run ${index} of many\n${index}`,
      started_at: new Date(begun + index * 1000).toISOString(),
    })),
  )
  expect(error).toBeNull()
  await page.goto('/history')
  return {
    record: async (code) => {
      const { error: fault } = await user.client
        .from('eliza_python_executions')
        .insert({ id: crypto.randomUUID(), code })
      expect(fault).toBeNull()
    },
  }
}

const rowsOf = (page: Page) =>
  page.getByRole('table', { name: 'Executions' }).locator('tbody').getByRole('row')

test('a long history is read page by page, while other tabs add to it', async ({ page, backend }) => {
  await page.clock.install()
  const { record } = await openHistoryOf(page, backend, 123)
  const rows = rowsOf(page)
  const more = page.getByRole('button', { name: 'Load more' })
  await expect(rows).toHaveCount(50)
  await expect(rows.first()).toContainText('run 122 of many')

  await test.step('a page that is slow comes, also when a new run is seen meanwhile', async () => {
    let release = () => {}
    const released = new Promise<void>((resolve) => (release = resolve))
    await page.route(/started_at\.lt\./, async (route) => {
      await released
      await route.continue()
    })
    await record('# run of another device')
    const asked = page.waitForRequest(/started_at\.lt\./)
    await more.click()
    await asked
    // Every tab broadcasts this after it has logged something.
    await page.evaluate(() => new BroadcastChannel('eliza-log').postMessage(null))
    // The page gathers for a while what it is told.
    await page.clock.fastForward(2_000)
    release()
    await expect(rows).toHaveCount(100)
    await expect(rows.first()).toContainText('run of another device')
  })

  await test.step('every run stands there once, to the oldest', async () => {
    await more.click()
    await expect(rows).toHaveCount(124)
    await expect(more).toHaveCount(0)
    await expect(rows.last()).toContainText('run 0 of many')
    const titles = await rows.getByRole('link').allInnerTexts()
    expect(new Set(titles).size).toBe(124)
  })
})

test('the filter stands in the address, and takes %, _ and quotes as they are', async ({ page, backend }) => {
  const { record } = await openHistoryOf(page, backend, 3)
  const odd = `print("50% of 'a_b', (c) \\ *")`
  await record(odd)
  await record(`print("50x of 'aXb', (c) \\ *")`)
  await page.getByRole('searchbox', { name: 'Text in the script' }).fill(odd.slice(7, 26))
  await expect(rowsOf(page)).toHaveCount(1)
  await expect(rowsOf(page)).toContainText(odd)
  await page.getByRole('combobox', { name: 'Status' }).selectOption('running')
  await expect(page).toHaveURL(/status=running/)

  await page.reload()
  await expect(page.getByRole('searchbox', { name: 'Text in the script' })).toHaveValue(odd.slice(7, 26))
  await expect(page.getByRole('combobox', { name: 'Status' })).toHaveValue('running')
  await expect(rowsOf(page)).toHaveCount(1)

  await page.getByRole('combobox', { name: 'Status' }).selectOption('completed')
  await expect(page.getByText('No runs match this filter.')).toBeVisible()
  await page.getByRole('button', { name: 'Clear the filter' }).click()
  await expect(rowsOf(page)).toHaveCount(5)
  await expect(page).toHaveURL(/\/history$/)
})

test('an open history shows what another tab runs, and a run leads back to the editor', async ({
  page,
  workbench,
}) => {
  const other = await page.context().newPage()
  await other.goto('/history?text=seen+from+the+other+tab')
  await expect(other.getByText('No runs match this filter.')).toBeVisible()
  await workbench.run('# seen from the other tab\n"first " + "value"')
  await expect(rowsOf(other)).toContainText('Completed')
  await rowsOf(other).getByRole('link').click()
  await expect(other.getByRole('region', { name: 'Result' })).toContainText('first value')

  await test.step('run again', async () => {
    const address = other.url()
    await other.getByRole('button', { name: 'Run again' }).click()
    await expect(other).not.toHaveURL(address)
    const again = new Workbench(other)
    await again.hasEnded()
    await expect(again.result).toContainText('first value')
    await expect(await findInHistory(other, 'seen from the other tab')).toHaveCount(2)
  })

  await test.step('open in the editor', async () => {
    await rowsOf(other).last().getByRole('link').click()
    await other.getByRole('button', { name: 'Open in editor' }).click()
    await expect(other).toHaveURL(/\/scripts$/)
    await expect(other.getByRole('textbox', { name: 'Python script' })).toHaveValue(/seen from the other tab/)
  })
})

sharedTest(
  'who goes by links finds what they left: the place in the history, the focus, and nothing that was cleared',
  async ({ page, workbench }) => {
    // More than fit on the screen.
    await page.setViewportSize({ width: 1000, height: 300 })
    for (let n = 0; n < 8; n++) await workbench.run(`"left and found ${n}"`)
    const rows = await findInHistory(page, 'left and found')
    await expect(rows).toHaveCount(8)

    await test.step('a run that is opened by key gives the keyboard a place, and Back leads to where one was', async () => {
      const last = rows.last().getByRole('link').first()
      await last.focus()
      const list = page.locator('div:has(> table)').first()
      await last.scrollIntoViewIfNeeded()
      const top = await list.evaluate((part) => part.closest('.overflow-auto')?.scrollTop ?? 0)
      expect(top).toBeGreaterThan(0)
      await page.keyboard.press('Enter')
      await expect(page).toHaveURL(/\/history\/[0-9a-f-]{36}$/)
      await expect(page.locator('#content')).toBeFocused()
      await page.goBack()
      await expect(rows).toHaveCount(8)
      await expect
        .poll(() => list.evaluate((part) => part.closest('.overflow-auto')?.scrollTop ?? 0))
        .toBe(top)
    })

    await test.step('Clear clears what was typed a moment ago', async () => {
      const field = page.getByRole('searchbox', { name: 'Text in the script' })
      await field.fill('')
      await page.getByRole('combobox', { name: 'Status' }).selectOption('completed')
      const clear = page.getByRole('button', { name: 'Clear', exact: true })
      await expect(clear).toBeVisible()
      // Both at once: what is typed is looked for after a short pause.
      await page.evaluate(
        ([typed, button]) => {
          if (!(typed instanceof HTMLInputElement) || !(button instanceof HTMLElement))
            throw new Error('Neither')
          // React takes no note of a value that is set as scripts do.
          Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(typed, 'zzz')
          typed.dispatchEvent(new Event('input', { bubbles: true }))
          button.click()
        },
        [await field.elementHandle(), await clear.elementHandle()] as const,
      )
      await expect(field).toHaveValue('')
      await expect(field).toBeFocused()
      await expect(page).toHaveURL(/\/history$/)
      // It would have been looked for before what is typed after it.
      await field.fill('left and found 7')
      await expect(page).toHaveURL(/text=left/)
      await expect(rows).toHaveCount(1)
      await clear.click()
      await expect(page).toHaveURL(/\/history$/)
      await expect(rows).toHaveCount(8)
    })

    await test.step('a run that is opened in the editor by key goes on there', async () => {
      await rows.first().getByRole('link').first().click()
      await page.getByRole('button', { name: 'Open in editor' }).press('Enter')
      await expect(page.getByRole('textbox', { name: 'Python script' })).toBeFocused()
    })
  },
)

sharedTest(
  'on a phone a question is in front, also for who comes back to it',
  async ({ page, workbench }) => {
    await page.setViewportSize({ width: 390, height: 844 })
    await page.getByRole('tab', { name: 'Script', exact: true }).click()
    await workbench.write('input("Who is there? ")')
    await workbench.execute()
    const question = page.getByRole('textbox', { name: /Who is there/ })
    await expect(question).toBeVisible()
    await page.getByRole('link', { name: 'Workflows' }).click()
    await page.getByRole('link', { name: 'Scripts' }).click()
    await expect(question).toBeVisible()
    await question.fill('nobody')
    await question.press('Enter')
    await expect(workbench.status).toHaveText(/^Completed/)
  },
)
