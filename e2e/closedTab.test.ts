/** A tab is closed while its script runs: another tab says so, and leaves a living tab's run alone. */
import { expect, findInHistory, test } from './journey.ts'

test(
  'the run of a closed tab is settled as interrupted by another tab, the run of a living one is not',
  { tag: '@long' },
  async ({ context, workbench }) => {
    const marker = `closed ${Date.now()}`
    await workbench.write(`
print("${marker}")
await tools.remember("before the tab was closed")
input("Nobody answers. ")
`)
    await workbench.execute()
    await expect(workbench.toolCalls).toContainText('remember')
    await expect(workbench.output).toContainText(marker)

    const other = await context.newPage()
    await other.addInitScript(() => {
      const { locks } = navigator
      const query = locks.query.bind(locks)
      Object.assign(window, { looks: 0 })
      locks.query = () => {
        Reflect.set(window, 'looks', Reflect.get(window, 'looks') + 1)
        return query()
      }
    })
    const row = await findInHistory(other, marker)
    await expect(row).toContainText('Running')
    // The other tab looks whether this one lives.
    const looks = () => other.evaluate(() => Reflect.get(window, 'looks'))
    const before = Number(await looks())
    await expect.poll(looks).toBeGreaterThan(before)
    await expect(row).toContainText('Running')

    await workbench.page.close()
    await expect(row).toContainText('The tab was closed or reloaded while the script ran.')
    await row.getByRole('link').first().click()
    await expect(other.getByText('remember').first()).toBeVisible()
  },
)

test(
  'a script outlives a reload, and a reload mid-run settles the run',
  { tag: '@long' },
  async ({ workbench }) => {
    const marker = `reloaded ${Date.now()}`
    await workbench.write(`print("${marker}")\ninput("Nobody answers. ")`)
    await workbench.execute()
    await expect(workbench.output).toContainText(marker)
    await workbench.page.reload()
    await expect(workbench.page.getByRole('textbox', { name: 'Python script' })).toBeVisible()
    await workbench.isReady()
    await expect(workbench.page.getByRole('textbox', { name: 'Python script' })).toHaveValue(
      new RegExp(marker),
    )
    const row = await findInHistory(workbench.page, marker)
    await expect(row).toContainText('The tab was closed or reloaded while the script ran.')
  },
)

test('a run whose page is left in the moment of its end has its end in the history, and its tool calls', async ({
  workbench,
}) => {
  const { page } = workbench
  const markers = Array.from({ length: 2 }, (_, index) => `left at once ${Date.now()} ${index}`)
  for (const marker of markers) {
    await workbench.write(`await tools.remember("${marker}")\nawait asyncio.sleep(0.1)\nprint("${marker}")`)
    await page.evaluate(() => {
      const watch = new MutationObserver(() => {
        const status = document.querySelector('[data-execution]')
        if (!status?.textContent?.startsWith('Completed')) return
        watch.disconnect()
        location.assign('/health')
      })
      watch.observe(document.body, { subtree: true, childList: true, characterData: true })
    })
    await page.getByRole('button', { name: 'Execute Python' }).click()
    await page.waitForURL('**/health')
    await page.goto('/scripts')
    await workbench.isReady()
  }
  for (const marker of markers) {
    const row = await findInHistory(page, marker)
    await expect(row).toContainText('Completed')
    await row.getByRole('link').first().click()
    await expect(page.getByRole('region', { name: 'Tool calls' })).toContainText('remember')
  }
})

test('what the first version of the app kept for the log arrives', async ({ page, workbench }) => {
  const title = `first version ${Date.now()}`
  await workbench.run('1 + 1')
  await page.goto('/health')
  await page.evaluate(async (title) => {
    const settled = <Value>(request: IDBRequest<Value>) =>
      new Promise<Value>((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result))
        request.addEventListener('error', () => reject(new Error(String(request.error))))
      })
    const session: unknown = JSON.parse(localStorage.getItem('eliza.session') ?? '')
    const { user } = session as { readonly user: { readonly id: string } }
    await settled(indexedDB.deleteDatabase('eliza-outbox'))
    const opening = indexedDB.open('eliza-outbox', 1)
    opening.addEventListener('upgradeneeded', () => {
      const entries = opening.result.createObjectStore('entries', {
        keyPath: 'position',
        autoIncrement: true,
      })
      entries.createIndex('user', ['userId', 'position'])
      entries.createIndex('kind', ['userId', 'kind'])
      entries.createIndex('run', ['userId', 'executionId'])
      opening.result.createObjectStore('rejected', { autoIncrement: true }).createIndex('user', 'userId')
      opening.result.createObjectStore('openRuns', { keyPath: 'executionId' })
    })
    const database = await settled(opening)
    const [id, started_at] = [crypto.randomUUID(), new Date().toISOString()]
    const head = { id, title, source: 'direct', started_at }
    const run = { executionId: id, userId: user.id, head, size: 1 }
    const call = (seq: number) => ({
      id: crypto.randomUUID(),
      execution_id: id,
      seq,
      tool: 'remember',
      function_name: 'remember',
      call_key: String(seq).repeat(64),
      occurrence: 0,
      request: { content: `kept as number ${seq}` },
      response: {},
      status: 'completed',
      error: null,
      started_at,
      offset_ms: 1,
      duration_ms: 1,
      cached: false,
    })
    const store = database.transaction('entries', 'readwrite').objectStore('entries')
    const row = { id, code: title, source: 'direct', executor: 'browser', workflow_id: null, started_at }
    store.add({ ...run, kind: 'run-started', row })
    store.add({ ...run, kind: 'tool-call', row: call(0) })
    await settled(store.add({ ...run, kind: 'tool-call', row: call(1) }))
    database.close()
  }, title)
  const row = await findInHistory(page, title)
  await row.getByRole('link').first().click()
  await expect(page.getByText('kept as number 0')).toBeVisible()
  await expect(page.getByText('kept as number 1')).toBeVisible()
  await expect(page.getByText('All runs are saved.')).toBeVisible()
})
