/** Builds the database image that a first start of the embedded backend begins from. */
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { databaseImagePath } from '../../server/databaseImage.ts'
import { generateKeys } from '../../server/keys.ts'
import { buildImage } from '../../server/lite.ts'

const path = databaseImagePath()
const folder = dirname(path)
mkdirSync(folder, { recursive: true })
const partial = `${path}.${process.pid}`
writeFileSync(partial, await buildImage(generateKeys()))
renameSync(partial, path)
for (const file of readdirSync(folder)) {
  if (/^database-[0-9a-f]+(\.tar)?$/.test(file) && !basename(path).startsWith(file))
    // Another process may be tidying up, too.
    rmSync(join(folder, file), { recursive: true, force: true })
}
