/** A program for Deno with every right: Python as Pyodide's own documentation starts it. What each script of stdin gives is one line. */
import { readFileSync } from 'node:fs'
import { loadPyodide } from 'pyodide'

const scripts: [string, string][] = JSON.parse(readFileSync(0, 'utf8'))
const python = await loadPyodide()
for (const [name, code] of scripts) {
  const late = new Promise((resolve) => setTimeout(resolve, 3_000, 'too late'))
  const gave: unknown = await Promise.race([python.runPythonAsync(code), late]).catch(String)
  process.stdout.write(`${JSON.stringify([name, String(gave)])}\n`)
}
process.exit()
