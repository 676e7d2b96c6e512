/**
 * A Deno program with all permissions that starts Python as Pyodide's documentation does. It prints the
 * result of each script from stdin on one line.
 */
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
