/** Vite plugin: serves and emits what Python starts from, and tells the app its address by `virtual:python-assets`. */
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Plugin, ViteDevServer } from 'vite'
import { buildPythonAssets, pyodideVersion, type PythonAssets } from './buildPythonAssets.ts'

const virtualName = 'virtual:python-assets'
const resolvedName = `\0${virtualName}`

const contentTypes: Readonly<Record<string, string>> = {
  '.wasm': 'application/wasm',
  '.mjs': 'text/javascript',
  '.zip': 'application/zip',
  '.json': 'application/json',
}

export function pythonAssets(): Plugin {
  let assets: PythonAssets
  /** In dev, after a Python file changed: a syntax error leaves the former build in place until the file compiles. */
  async function rebuild(server: ViteDevServer): Promise<void> {
    try {
      assets = await buildPythonAssets()
    } catch (error) {
      server.config.logger.error(`Python was not rebuilt: ${String(error)}`)
      return
    }
    const module = server.moduleGraph.getModuleById(resolvedName)
    if (module) server.moduleGraph.invalidateModule(module)
    server.ws.send({ type: 'full-reload' })
  }
  const baseOf = ({ digest }: PythonAssets) => `/python/${digest}/`
  return {
    name: 'python-assets',
    async buildStart() {
      assets = await buildPythonAssets()
    },
    resolveId: (id) => (id === virtualName ? resolvedName : undefined),
    load: (id) =>
      id === resolvedName
        ? `export const pythonBase = ${JSON.stringify(baseOf(assets))}, pyodideVersion = '${pyodideVersion}'`
        : undefined,
    async generateBundle() {
      const base = baseOf(assets).slice(1)
      for (const [name, file] of Object.entries(assets.files)) {
        this.emitFile({ type: 'asset', fileName: base + name, source: await readFile(file) })
      }
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const name = request.url?.split('?')[0]?.slice(baseOf(assets).length) ?? ''
        const file = new Map(Object.entries(assets.files)).get(name)
        if (!request.url?.startsWith(baseOf(assets)) || file === undefined) return next()
        response.setHeader('content-type', contentTypes[path.extname(name)] ?? 'application/octet-stream')
        response.setHeader('cache-control', 'public, max-age=31536000, immutable')
        return createReadStream(file).pipe(response)
      })
      const pythonFolder = path.resolve('python')
      server.watcher.add(pythonFolder)
      server.watcher.on('change', (file) => {
        if (file.startsWith(pythonFolder) && file.endsWith('.py')) void rebuild(server)
      })
    },
  }
}
