/** Python is locked in: what escapes an unprotected worker does not escape the app's, by evidence left outside of it. */
import { startTestBackend } from '../dev/test/testBackend.ts'
import { listen, readPage, recordRequests } from './escapes/gatherEvidence.ts'
import { readAttempts } from './escapes/readAttempts.ts'
import { runInOpenWorker } from './escapes/runInOpenWorker.ts'
import type { Page } from '@playwright/test'
import { serveHarness } from './harness/serveHarness.ts'
import { expect, test as base } from './journey.ts'
import { Workbench } from './Workbench.ts'

let requests: readonly string[] = []

const test = base.extend({
  backend: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright wants the pattern
    async ({}, provide) => {
      const backend = await startTestBackend({
        serveDist: true,
        extraFunctionsDirectory: 'e2e/functions',
        wrapSite: (site, { server }) => {
          requests = recordRequests(server)
          return serveHarness(site)
        },
      })
      await provide(backend)
      await backend.stop()
    },
    { scope: 'worker', timeout: 240_000 },
  ],
})

// A trace of so many runs would take longer than they do.
test.use({ trace: 'off' })

/** Waits for everything that ended interpreters had sent: messages keep their order, so a last one is the fence. */
async function allHasCome(page: Page): Promise<void> {
  // The one that is ready for the next script.
  await expect
    .poll(() => page.workers().filter((worker) => worker.url().includes('pythonWorker')).length)
    .toBe(1)
  await page.evaluate(() => {
    const channel = new BroadcastChannel('escapes')
    channel.postMessage('the last word')
    return fetch('/beacon/the-last-word')
  })
  await expect.poll(() => requests.join()).toContain('the-last-word')
  await expect.poll(() => readPage(page)).toContain('the last word')
}

test('what escapes an unprotected worker does not escape the app', async ({ browser, backend }) => {
  test.setTimeout(480_000)

  const shown = await test.step('each gets out of an unprotected worker', async () => {
    const { all, scripts } = await readAttempts(backend.url, 'open')
    const mustEscape = all.filter(({ shows }) => shows)
    const page = await browser.newPage({ baseURL: backend.url })
    await listen(page)
    await runInOpenWorker(page, scripts)
    const missing = async () => {
      const evidence = requests.join('\n') + (await readPage(page))
      return mustEscape.filter(({ mark }) => !evidence.includes(mark)).map(({ name }) => name)
    }
    await expect.poll(missing).toEqual([])
    await page.close()
    return mustEscape.length
  })

  const { all, scripts } = await readAttempts(backend.url, 'app')
  await test.step('none gets out of the app', async () => {
    const page = await browser.newPage({ baseURL: backend.url })
    await listen(page)
    await page.goto('/scripts')
    const workbench = new Workbench(page)
    await workbench.isReady()
    const printed: string[] = []
    for (const script of scripts) {
      await workbench.run(script)
      // Not innerText, which knows nothing of what is not laid out yet.
      printed.push((await workbench.output.textContent()) ?? '')
    }
    const reports = printed.join('\n')
    const unmade = all.filter(({ name, breaks }) => !breaks && !reports.includes(`${name}: `))
    expect(unmade.map(({ name }) => name)).toEqual([])
    await workbench.run('"still " + "works"')
    await expect(workbench.result).toContainText('still works')
    await allHasCome(page)
    const evidence = requests.join('\n') + (await readPage(page))
    expect(all.filter(({ mark }) => evidence.includes(mark)).map(({ name }) => name)).toEqual([])
    if (process.env['SHOW_ESCAPES'] !== undefined) console.log(reports)
    await page.close()
  })

  console.log(
    `${shown} attempts escape an unprotected worker, none the app; ${all.length - shown} more show nothing`,
  )
  expect(shown).toBeGreaterThanOrEqual(80)
})
