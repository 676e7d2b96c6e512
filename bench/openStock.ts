/** The other side of a measurement: stock Pyodide in a worker, as its documentation has it, on the same server. */
import type { BrowserContext, Page } from '@playwright/test'
import type { OpenWorkerReply } from '../e2e/harness/openWorker.ts'
import { harness } from '../e2e/harness/serveHarness.ts'
import type {} from './benchPage.ts'

/** The code is run as soon as Pyodide is there. */
export async function openStock(context: BrowserContext, code: string): Promise<Page> {
  const page = await context.newPage()
  await page.addInitScript(
    ({ code, worker: url, pyodide }) => {
      const starts: number[] = []
      const replyTo = (from: Worker, id: number | null) =>
        new Promise<void>((resolve, reject) => {
          const hear = ({ data }: MessageEvent<OpenWorkerReply>) => {
            if (data.id !== id) return
            from.removeEventListener('message', hear)
            if (data.text.includes('Error')) reject(new Error(data.text))
            else resolve()
          }
          from.addEventListener('message', hear)
        })
      const start = () => {
        const startedAt = performance.now()
        const worker = new Worker(url, { type: 'module' })
        const ready = replyTo(worker, null)
        worker.postMessage({ pyodideUrl: new URL(pyodide, location.href).href })
        return { worker, ready: ready.then(() => void starts.push(performance.now() - startedAt)) }
      }
      let python = start()
      let nextId = 0
      const run = async (other = code) => {
        const askedAt = performance.now()
        const { worker, ready } = python
        await ready
        const id = nextId++
        const reply = replyTo(worker, id)
        worker.postMessage({ id, code: other })
        await reply
        return performance.now() - askedAt
      }
      const stop = async () => {
        const askedAt = performance.now()
        python.worker.terminate()
        python = start()
        return performance.now() - askedAt
      }
      const firstResult = run().then(() => performance.now())
      const show = () => Promise.reject(new Error('Stock Pyodide has no scripts to open.'))
      const bench = { firstResult, ready: () => python.ready, show, run, stop, starts }
      Object.assign(window, { bench })
    },
    { code, ...harness },
  )
  await page.goto(harness.page)
  return page
}
