/** `npm run generate`: writes what follows from one definition. With --check it writes nothing and fails when anything would change. */
import { readFile, writeFile } from 'node:fs/promises'
import { toolManifest } from '../../contract/tools/manifest.ts'
import { renderPythonModule, renderPythonStub } from '../../contract/tools/renderPython.ts'
import { renderStaticHeaders } from '../../server/securityHeaders.ts'
import { formatPython } from './ruff.ts'

const generated = [
  { path: 'python/eliza_tools/methods.py', text: formatPython(renderPythonModule(toolManifest)) },
  { path: 'python/eliza_tools/methods.pyi', text: formatPython(renderPythonStub(toolManifest)) },
  { path: 'public/_headers', text: renderStaticHeaders() },
]

const checkOnly = process.argv.includes('--check')
for (const { path, text } of generated) {
  const present = await readFile(path, 'utf8').catch(() => null)
  if (present === text) continue
  if (checkOnly) {
    console.error(`${path} does not follow from its source any more. Run: npm run generate`)
    process.exitCode = 1
  } else {
    await writeFile(path, text)
    console.log(`wrote ${path}`)
  }
}
