/** The backend dies while a script runs: nothing is lost, and nothing is left running. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { freePort, startBackendProcess } from '../dev/test/startBackendProcess.ts'
import { expect, findInHistory, leaveOutChecker, test, Workbench } from './journey.ts'

test(
  'a backend that is killed mid-run and comes back has the whole execution',
  { tag: '@long' },
  async ({ browser }) => {
    const port = await freePort()
    const dataDirectory = mkdtempSync(path.join(tmpdir(), 'eliza-outage-'))
    const context = await browser.newContext({ baseURL: `http://127.0.0.1:${port}` })
    await leaveOutChecker(context)
    let backend = await startBackendProcess({ port, dataDirectory })
    try {
      const page = await context.newPage()
      const workbench = new Workbench(page)
      await page.goto('/scripts')
      await workbench.isReady()

      await workbench.write(`
print("before the outage")
await tools.remember("written before the outage")
input("Go on? ")
try:
    await tools.remember("written during the outage")
except ConnectionError as error:
    print("caught:", error.code)
"survived"`)
      await workbench.execute()
      await expect(workbench.toolCalls).toContainText('remember')
      await expect(workbench.output).toContainText('before the outage')
      // The question says that the first call was answered.
      await workbench.asks()
      await backend.kill('SIGKILL')
      await workbench.goOn()
      await workbench.hasEnded()
      await expect(workbench.output).toContainText('caught: backend-unreachable')
      await expect(workbench.result).toContainText('survived')

      await test.step('the page says what waits and why', async () => {
        await expect(page.getByText(/not saved yet/i).first()).toBeVisible()
      })

      await test.step('what was not delivered is delivered later, once', async () => {
        backend = await startBackendProcess({ port, dataDirectory })
        await expect(page.getByText(/not saved yet/i)).toHaveCount(0, { timeout: 60_000 })
        const rows = await findInHistory(page, 'before the outage')
        await expect(rows).toHaveCount(1)
        await expect(rows).toContainText('Completed')
        await rows.getByRole('link').first().click()
        await expect(page.getByRole('region', { name: 'Result' })).toContainText('survived')
        await expect(page.getByRole('region', { name: 'Output' })).toContainText(
          'caught: backend-unreachable',
        )
      })

      await test.step('a run whose tab dies is settled as interrupted', async () => {
        await page.goto('/scripts')
        await workbench.isReady()
        await workbench.write('# the tab will die\nawait asyncio.sleep(25)')
        await workbench.execute()
        await expect(workbench.status).toHaveAttribute('data-state', 'running')
        await page.waitForTimeout(500)
        await page.close({ runBeforeUnload: false })
        const next = await context.newPage()
        const rows = await findInHistory(next, 'the tab will die')
        await expect(rows).toHaveCount(1)
        await expect(rows).toContainText('The tab was closed or reloaded while the script ran.')
      })
    } finally {
      await context.close()
      await backend.kill('SIGKILL')
      rmSync(dataDirectory, { recursive: true, force: true })
    }
  },
)
