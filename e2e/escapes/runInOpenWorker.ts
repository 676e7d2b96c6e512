/** Runs attempts in workers without protection, each after the other; one that hangs or breaks its worker costs a new one. */
import type { Page } from '@playwright/test'
import { harness } from '../harness/serveHarness.ts'
import type { OpenWorkerReply } from '../harness/openWorker.ts'

/** Ends when every script has ended or was given up after ten seconds. */
export async function runInOpenWorker(page: Page, scripts: readonly string[]): Promise<void> {
  await page.goto(harness.page)
  await page.evaluate(
    async ({ scripts, worker: url, pyodide }) => {
      const replyOf = (worker: Worker, id: number | null, milliseconds: number) =>
        new Promise<boolean>((resolve) => {
          const timer = setTimeout(() => resolve(false), milliseconds)
          worker.addEventListener('message', ({ data }: MessageEvent<OpenWorkerReply>) => {
            if (data.id !== id) return
            clearTimeout(timer)
            resolve(true)
          })
        })
      const start = async () => {
        const worker = new Worker(url, { type: 'module' })
        const started = replyOf(worker, null, 60_000)
        worker.postMessage({ pyodideUrl: new URL(pyodide, location.href).href })
        if (!(await started)) throw new Error('Pyodide does not start on the harness page')
        return worker
      }
      let worker = await start()
      for (const [id, code] of scripts.entries()) {
        const ended = replyOf(worker, id, 10_000)
        worker.postMessage({ id, code })
        // The broken one is left alive: what it set going may still come out.
        if (!(await ended)) worker = await start()
      }
    },
    { scripts, ...harness },
  )
}
