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
      const startedAt = performance.now()
      const worker = new Worker(url, { type: 'module' })
      const replyTo = (id: number | null) =>
        new Promise<void>((resolve, reject) => {
          const hear = ({ data }: MessageEvent<OpenWorkerReply>) => {
            if (data.id !== id) return
            worker.removeEventListener('message', hear)
            if (data.text.includes('Error')) reject(new Error(data.text))
            else resolve()
          }
          worker.addEventListener('message', hear)
        })
      let nextId = 0
      const run = async (other = code) => {
        const askedAt = performance.now()
        const id = nextId++
        const reply = replyTo(id)
        worker.postMessage({ id, code: other })
        await reply
        return performance.now() - askedAt
      }
      const start = async () => {
        const ready = replyTo(null)
        worker.postMessage({ pyodideUrl: new URL(pyodide, location.href).href })
        await ready
        starts.push(performance.now() - startedAt)
        await run()
        return performance.now()
      }
      Object.assign(window, { bench: { firstResult: start(), run, starts } })
    },
    { code, ...harness },
  )
  await page.goto(harness.page)
  return page
}
