/** Builds the app into dist/ if its sources have changed since the last build. */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { pythonAssetsList } from '../contract/run/pythonAssets.ts'
import { projectRoot } from './projectRoot.ts'

export const distFolder = join(projectRoot, 'dist')

const inputs = [
  'index.html',
  'package-lock.json',
  'vite.config.ts',
  'contract',
  'dev',
  'lib',
  'public',
  'python',
  'run',
  'src',
  'workflows',
]

/**
 * Builds in a separate process, so that the memory is released afterwards.
 *
 * @param variables The VITE_ variables, which Vite writes into the app.
 * @throws Error with Vite's output if the build fails.
 */
export async function buildApp(
  variables: Readonly<Record<string, string>>,
  log: (line: string) => void,
): Promise<void> {
  const stampPath = join(distFolder, '.build-stamp')
  const stamp = stampOf(variables)
  const isThere = [stampPath, join(projectRoot, pythonAssetsList)].every((path) => existsSync(path))
  if (isThere && readFileSync(stampPath, 'utf8') === stamp) return
  log('Building the app (only after changes, about 30 s)')
  const vite = join(projectRoot, 'node_modules/vite/bin/vite.js')
  try {
    await promisify(execFile)(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
      cwd: projectRoot,
      env: { ...process.env, ...variables },
      maxBuffer: 100_000_000,
    })
  } catch (error) {
    const output = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error)
    throw new Error(`The app could not be built.\n${output.trim()}`, { cause: error })
  }
  writeFileSync(stampPath, stamp)
}

function stampOf(variables: Readonly<Record<string, string>>): string {
  const hash = createHash('sha256').update(JSON.stringify(variables, Object.keys(variables).toSorted()))
  for (const path of inputs.flatMap(filesOf))
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(projectRoot, path)))
  return hash.digest('hex')
}

function filesOf(path: string): string[] {
  const found = statSync(join(projectRoot, path), { throwIfNoEntry: false })
  if (!found) return []
  if (found.isFile()) return /\.test\.tsx?$/.test(path) ? [] : [path]
  return readdirSync(join(projectRoot, path))
    .filter((name) => name !== '__pycache__')
    .toSorted()
    .flatMap((name) => filesOf(`${path}/${name}`))
}
