/** Runs one module of CPython's tests in an interpreter of this process: the app's, or stock Pyodide. Runs in Deno. */
import { readFileSync, writeFileSync } from 'node:fs'
import process from 'node:process'
import { loadPyodide, type PyodideAPI } from 'pyodide'
import { startPython } from '../../python/tests/startPython.ts'

const [which, tests, folder] = process.argv.slice(2)
if (!tests || !folder) throw new Error('Call it by npm run conformance:python.')
const script = readFileSync(new URL('runTests.py', import.meta.url), 'utf8')

function mount({ FS }: Pick<PyodideAPI, 'FS'>): void {
  for (const [place, root] of [
    ['/cpython', tests],
    ['/conformance', folder],
  ] as const) {
    FS.mkdir(place)
    FS.mount(FS.filesystems.NODEFS, { root }, place)
  }
}

async function run(): Promise<string> {
  if (which === 'here') {
    const python = await startPython(async () => '{"ok":null}')
    mount(python)
    const { status, message, traceback } = await python.run(script)
    return status === 'completed' ? '' : `${message}\n${traceback}`
  }
  const python = await loadPyodide({ stdout: () => {}, stderr: () => {} })
  mount(python)
  await python.runPythonAsync(script)
  return ''
}

const problem = await run().catch(String)
writeFileSync(`${folder}/problem.txt`, problem)
process.exit()
