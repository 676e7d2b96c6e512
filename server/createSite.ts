/** Serves the built app: its files, and index.html for every route of the app (SPA fallback). */
import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join } from 'node:path'
import sirv from 'sirv'
import type { BackendMeta } from '../contract/edgeApi.ts'
import { answerText } from './answer.ts'
import type { Handler } from './openServer.ts'

/** Folders whose file names contain a hash of the content, so that they can be cached forever. */
const immutable = /^\/(assets|python)\//

/** @param meta Describes the backend to the page. Without it, the page uses the values of the build. */
export function createSite(folder: string, meta?: (request: IncomingMessage) => BackendMeta): Handler {
  const page = readFileSync(join(folder, 'index.html'), 'utf8')
  const files = sirv(folder, {
    extensions: [],
    setHeaders: (response, path) => {
      response.setHeader(
        'Cache-Control',
        immutable.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
      )
    },
  })
  return (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD')
      return answerText(response, 405, 'Pages and files are read-only: use GET or HEAD.')
    }
    const path = (request.url ?? '/').split('?')[0] ?? '/'
    if (path === '/index.html') return answerPage(request, response)
    files(request, response, () => {
      if (extname(path) === '') answerPage(request, response)
      else answerText(response, 404, 'File not found.')
    })
  }

  function answerPage(request: IncomingMessage, response: ServerResponse): void {
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    response.setHeader('Cache-Control', 'no-store')
    response.end(request.method === 'HEAD' ? undefined : pageWithMeta(page, meta?.(request)))
  }
}

/** Inserts `<meta name="eliza-backend">` at the start of the page's head. */
export function pageWithMeta(page: string, meta: BackendMeta | undefined): string {
  if (!meta) return page
  const content = JSON.stringify(meta).replace(/[&"<>]/g, (sign) => `&#${sign.charCodeAt(0)};`)
  return page.replace(
    /<head[^>]*>/,
    (head) => `${head}\n    <meta name="eliza-backend" content="${content}">`,
  )
}
