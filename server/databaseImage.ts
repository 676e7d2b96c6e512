/** An initialised database, built once and kept in .cache/, so that a first start need not run initdb. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { imageKey } from './lite.ts'
import { projectRoot } from './projectRoot.ts'

export const databaseImagePath = () => join(projectRoot, '.cache', `database-${imageKey()}.tar`)

/** The path of the image; builds it in a process of its own, since that needs memory that is not given back. */
export async function databaseImage(log: (line: string) => void): Promise<string> {
  const path = databaseImagePath()
  if (existsSync(path)) return path
  log('Building the database image (once, some seconds)')
  const script = join(projectRoot, 'dev/build/buildDatabaseImage.ts')
  await promisify(execFile)(process.execPath, ['--import', 'tsx', script], { cwd: projectRoot })
  return path
}
