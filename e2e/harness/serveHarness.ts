/**
 * Under /harness/ of the app's own origin, for tests and measurements alone: a bare page, a worker without the app's protection, and
 * what leads runs without the app.
 */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import sirv from 'sirv'
import { answerText } from '../../server/answer.ts'
import type { Handler } from '../../server/openServer.ts'

/** Addresses of the harness's parts. */
export const harness = {
  page: '/harness/',
  worker: '/harness/openWorker.js',
  runner: '/harness/bareRunner.js',
  pyodide: '/harness/pyodide/',
} as const

/** Answers what is under /harness/ and leaves the rest to the site. */
export async function serveHarness(site: Handler): Promise<Handler> {
  const texts = new Map<string, Promise<string>>()
  const makers = new Map<string, () => Promise<string>>([
    [harness.worker, transformWorker],
    [harness.runner, bundleRunner],
  ])
  /** Most who serve the harness never ask for them. */
  const textOf = (url: string): Promise<string> | undefined => {
    const text = texts.get(url) ?? makers.get(url)?.()
    if (text) texts.set(url, text)
    return text
  }
  const pyodide = sirv(dirname(createRequire(import.meta.url).resolve('pyodide/package.json')))

  return (request, response) => {
    const url = request.url ?? '/'
    if (!url.startsWith(harness.page)) return site(request, response)
    response.removeHeader('Content-Security-Policy')
    if (url === harness.page) {
      response.setHeader('Content-Type', 'text/html')
      response.end('<!doctype html><title>Harness</title>')
    } else if (makers.has(url)) {
      response.setHeader('Content-Type', 'text/javascript')
      textOf(url)?.then(
        (text) => response.end(text),
        (error: unknown) => answerText(response, 500, String(error)),
      )
    } else if (url.startsWith(harness.pyodide)) {
      request.url = url.slice(harness.pyodide.length - 1)
      pyodide(request, response, () => answerText(response, 404, 'Pyodide has no such file.'))
    } else answerText(response, 404, 'The harness has no such file.')
  }
}

const sourceOf = (name: string): string => join(import.meta.dirname, name)

async function transformWorker(): Promise<string> {
  const { transformWithOxc } = await import('vite')
  const source = sourceOf('openWorker.ts')
  return (await transformWithOxc(await readFile(source, 'utf8'), source)).code
}

async function bundleRunner(): Promise<string> {
  const { build } = await import('vite')
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      minify: false,
      target: 'es2023',
      lib: { entry: sourceOf('bareRunner.ts'), formats: ['es'] },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  })
  const [chunk] = [built].flat().flatMap((one) => ('output' in one ? one.output : []))
  if (chunk?.type !== 'chunk') throw new Error('The bare runner was not built')
  return chunk.code
}
