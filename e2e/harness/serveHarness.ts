/** A page and a worker without the app's protection, under /harness/ of the app's own origin, for tests and measurements alone. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import sirv from 'sirv'
import { transformWithOxc } from 'vite'
import { answerText } from '../../server/answer.ts'
import type { Handler } from '../../server/openServer.ts'

/** Addresses of the harness's parts. */
export const harness = {
  page: '/harness/',
  worker: '/harness/openWorker.js',
  pyodide: '/harness/pyodide/',
} as const

/** Answers what is under /harness/ and leaves the rest to the site. */
export async function serveHarness(site: Handler): Promise<Handler> {
  const source = join(import.meta.dirname, 'openWorker.ts')
  const { code } = await transformWithOxc(await readFile(source, 'utf8'), source)
  const pyodide = sirv(dirname(createRequire(import.meta.url).resolve('pyodide/package.json')))

  return (request, response) => {
    const url = request.url ?? '/'
    if (!url.startsWith(harness.page)) return site(request, response)
    response.removeHeader('Content-Security-Policy')
    if (url === harness.page) {
      response.setHeader('Content-Type', 'text/html')
      response.end('<!doctype html><title>Harness</title>')
    } else if (url === harness.worker) {
      response.setHeader('Content-Type', 'text/javascript')
      response.end(code)
    } else if (url.startsWith(harness.pyodide)) {
      request.url = url.slice(harness.pyodide.length - 1)
      pyodide(request, response, () => answerText(response, 404, 'Pyodide has no such file.'))
    } else answerText(response, 404, 'The harness has no such file.')
  }
}
