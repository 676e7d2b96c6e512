/** `npm run dev`: like `npm start`, but serves the app from source, with hot reload for app and functions. */
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { createServer, type ViteDevServer } from 'vite'
import { announce } from './announce.ts'
import { answerText } from './answer.ts'
import { createBackend } from './createBackend.ts'
import { pageWithMeta } from './createSite.ts'
import type { Handler, SiteContext } from './openServer.ts'
import { projectRoot } from './projectRoot.ts'
import { readSettings } from './readSettings.ts'
import { runUntilStopped } from './runUntilStopped.ts'
import { serveHosted } from './serveHosted.ts'
import { viteVariables } from './viteVariables.ts'
import { withPackages } from './withPackages.ts'

const log = (line: string) => console.log(line)

runUntilStopped(async () => {
  const settings = readSettings(process.env)
  const { VITE_SUPABASE_URL: supabaseUrl } = await viteVariables('development')
  let vite: ViteDevServer | undefined
  const site = async ({ server, meta }: SiteContext) => {
    vite = await createServer({
      root: projectRoot,
      appType: 'custom',
      server: {
        middlewareMode: true,
        hmr: { server },
        allowedHosts: settings.allowedHosts.map((name) => name.replace(/:\d+$/, '')),
        watch: { ignored: ['.data', '.cache', 'dist'].map((name) => join(projectRoot, name, '**')) },
      },
    })
    return withPackages(serveFromSource(vite, meta), settings.packagesDirectory)
  }
  const running = supabaseUrl
    ? await serveHosted({ ...settings, supabaseUrl, isDevelopment: true, site })
    : await createBackend({ ...settings, isDevelopment: true, log, site })
  await announce(settings, running, log)
  return {
    stop: async () => {
      await vite?.close()
      await running.stop()
    },
  }
})

function serveFromSource(vite: ViteDevServer, meta: SiteContext['meta']): Handler {
  const readPage = async (path: string) =>
    vite.transformIndexHtml(path, await readFile(join(projectRoot, 'index.html'), 'utf8'))

  return (request, response) => {
    vite.middlewares(request, response, () => {
      const path = (request.url ?? '/').split('?')[0] ?? '/'
      if (extname(path) !== '' && path !== '/index.html') {
        return answerText(response, 404, 'File not found.')
      }
      readPage(path).then(
        (page) => {
          response.setHeader('Content-Type', 'text/html; charset=utf-8')
          response.setHeader('Cache-Control', 'no-store')
          response.end(pageWithMeta(page, meta?.(request)))
        },
        (error: unknown) => answerText(response, 500, String(error)),
      )
    })
  }
}
