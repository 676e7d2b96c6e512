/** A tab is closed while its script runs: another tab says so, and leaves a living tab's run alone. */
import { expect, findInHistory, test } from './journey.ts'

test('the run of a closed tab is settled as interrupted by another tab, the run of a living one is not', async ({
  context,
  workbench,
}) => {
  const marker = `closed ${Date.now()}`
  await workbench.write(`
print("${marker}")
await tools.remember("before the tab was closed")
await asyncio.sleep(25)
`)
  await workbench.execute()
  await expect(workbench.toolCalls).toContainText('remember')
  await expect(workbench.output).toContainText(marker)

  const other = await context.newPage()
  const row = await findInHistory(other, marker)
  await expect(row).toContainText('Running')
  // Longer than any tab takes to look whether the others live.
  await other.waitForTimeout(7000)
  await expect(row).toContainText('Running')

  await workbench.page.close()
  await expect(row).toContainText('The tab was closed or reloaded while the script ran.', { timeout: 20_000 })
  await row.getByRole('link').first().click()
  await expect(other.getByText('remember').first()).toBeVisible()
})

test('a script outlives a reload, and a reload mid-run settles the run', async ({ workbench }) => {
  const marker = `reloaded ${Date.now()}`
  await workbench.write(`print("${marker}")\nawait asyncio.sleep(25)`)
  await workbench.execute()
  await expect(workbench.output).toContainText(marker)
  await workbench.page.reload()
  await expect(workbench.page.getByRole('textbox', { name: 'Python script' })).toBeVisible()
  await workbench.isReady()
  await expect(workbench.page.locator('.view-lines')).toContainText(marker)
  const row = await findInHistory(workbench.page, marker)
  await expect(row).toContainText('The tab was closed or reloaded while the script ran.', { timeout: 20_000 })
})
