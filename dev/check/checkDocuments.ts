/** `npm run check:documents`: every path and link in the Markdown documents leads to something that exists. */
import { readFileSync } from 'node:fs'
import { glob } from 'tinyglobby'
import { findBrokenPaths } from './findBrokenPaths.ts'

const files = await glob(['**/*'], {
  dot: true,
  ignore: ['**/node_modules/**', '.git/**', 'dist/**', '.cache/**', '.data/**', 'test-results/**'],
})
const documents = files.filter((file) => file.endsWith('.md'))
const problems = documents.flatMap((document) =>
  findBrokenPaths(document, { files, textOf: (file) => readFileSync(file, 'utf8') }),
)
for (const problem of problems) console.error(problem)
console.log(`${documents.length} documents checked, ${problems.length} problems`)
if (problems.length > 0) process.exitCode = 1
