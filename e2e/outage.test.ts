/** The backend dies while a script runs: nothing is lost, and nothing is left running. */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, findInHistory, leaveOutChecker, test, Workbench } from './journey.ts'

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

/** `npm start` as a user has it, in a process that can be killed. */
function start(port: number, dataDirectory: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['node_modules/tsx/dist/cli.mjs', 'server/start.ts'], {
    env: { ...process.env, PORT: String(port), DATA_DIR: dataDirectory },
    stdio: ['ignore', 'pipe', 'inherit'],
    // A group of its own: killing it takes the functions' process along, as pulling the plug would.
    detached: true,
  })
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the backend ended with code ${code}`)))
    child.stdout?.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('is ready:')) resolve(child)
    })
  })
}

const kill = (child: ChildProcess) =>
  new Promise<void>((resolve) => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return resolve()
    child.once('exit', () => resolve())
    process.kill(-child.pid, 'SIGKILL')
  })

test(
  'a backend that is killed mid-run and comes back has the whole execution',
  { tag: '@long' },
  async ({ browser }) => {
    const port = await freePort()
    const dataDirectory = mkdtempSync(path.join(tmpdir(), 'eliza-outage-'))
    const context = await browser.newContext({ baseURL: `http://127.0.0.1:${port}` })
    await leaveOutChecker(context)
    let backend = await start(port, dataDirectory)
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
      await kill(backend)
      await workbench.goOn()
      await workbench.hasEnded()
      await expect(workbench.output).toContainText('caught: backend-unreachable')
      await expect(workbench.result).toContainText('survived')

      await test.step('the page says what waits and why', async () => {
        await expect(page.getByText(/not saved yet/i).first()).toBeVisible()
      })

      await test.step('what was not delivered is delivered later, once', async () => {
        backend = await start(port, dataDirectory)
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
      await kill(backend)
      rmSync(dataDirectory, { recursive: true, force: true })
    }
  },
)
