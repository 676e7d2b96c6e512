/** Serves the page that calls through Comlink beside the site, bundled when the measurements begin. */
import { join } from 'node:path'
import { build } from 'vite'
import { answerText } from '../../server/answer.ts'
import type { Handler } from '../../server/openServer.ts'
import { callsAddress } from './callsAddress.ts'

/** Answers what is under /calls/ and leaves the rest to the site. */
export async function serveCalls(site: Handler): Promise<Handler> {
  const scripts = await bundle()
  return (request, response) => {
    const url = request.url ?? '/'
    if (!url.startsWith(callsAddress.page)) return site(request, response)
    response.removeHeader('Content-Security-Policy')
    const script = scripts.get(url)
    if (url === callsAddress.page) {
      response.setHeader('Content-Type', 'text/html')
      response.end(
        `<!doctype html><title>Calls</title><script type="module" src="${callsAddress.script}"></script>`,
      )
    } else if (script !== undefined) {
      response.setHeader('Content-Type', 'text/javascript')
      response.end(script)
    } else answerText(response, 404, 'There is no such file.')
  }
}

/** @returns the files' text by address. */
async function bundle(): Promise<Map<string, string>> {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      rolldownOptions: {
        input: ['callsPage.ts', 'callsWorker.ts'].map((name) => join(import.meta.dirname, name)),
        output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
      },
    },
  })
  if (!('output' in built)) throw new Error('The page of the calls was not built at once.')
  return new Map(
    built.output.flatMap((file) =>
      file.type === 'chunk' ? [[`${callsAddress.page}${file.fileName}`, file.code]] : [],
    ),
  )
}
