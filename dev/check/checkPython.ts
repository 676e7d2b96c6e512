/** `npm run check:python`: format and lint of every Python file; with --fix it formats them in place. */
import { glob } from 'tinyglobby'
import { readFile, writeFile } from 'node:fs/promises'
import { formatPython, lintPython } from './ruff.ts'

const fix = process.argv.includes('--fix')
const paths = await glob(['python/**/*.{py,pyi}', 'workflows/*.py', 'e2e/**/*.py', 'dev/conformance/*.py'])
const problems: string[] = []
for (const path of paths) {
  const source = await readFile(path, 'utf8')
  const formatted = formatPython(source)
  if (formatted !== source) {
    if (fix) await writeFile(path, formatted)
    else problems.push(`${path} is not formatted. Run: npm run format`)
  }
  problems.push(...lintPython(formatted).map((complaint) => `${path}:${complaint}`))
}
for (const problem of problems) console.error(problem)
console.log(`${paths.length} Python files checked, ${problems.length} problems`)
if (problems.length > 0) process.exitCode = 1
