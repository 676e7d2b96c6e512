/** The backend dies while a script runs: nothing is lost, and nothing is left running. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { freePort, startBackendProcess } from '../dev/test/startBackendProcess.ts'
import { expect, findInHistory, openPage, test } from './journey.ts'
import { Workbench } from './Workbench.ts'

test(
  'a backend that is killed mid-run and comes back has the whole execution',
  { tag: '@long' },
  async ({ browser }) => {
    const port = await freePort()
    const dataDirectory = mkdtempSync(path.join(tmpdir(), 'eliza-outage-'))
    let backend = await startBackendProcess({ port, dataDirectory })
    // Routes turn the browser's cache off, from which the next interpreter starts while the backend is away.
    const page = await openPage(browser, backend.url, 'whole')
    try {
      const workbench = new Workbench(page)
      // With the start-up key, as `npm start` opens it.
      await page.goto(`/scripts${new URL(backend.address).hash}`)
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
      // The next interpreter: nobody could load it later.
      const next = page.waitForResponse(/\/pyodide\.asm\.mjs/, { timeout: 60_000 })
      await workbench.execute()
      await expect(workbench.toolCalls).toContainText('remember')
      await expect(workbench.output).toContainText('before the outage')
      // The question says that the first call was answered.
      await workbench.asks()
      await (await next).finished()
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
    } finally {
      await page.context().close()
      await backend.kill('SIGKILL')
      rmSync(dataDirectory, { recursive: true, force: true })
    }
  },
)
