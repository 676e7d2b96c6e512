/** Gives a test backend an initialised database to begin from: copying files takes a third of what unpacking the image does. */
import { constants, existsSync } from 'node:fs'
import { cp, mkdir, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { databaseImage, databaseImagePath } from '../../server/databaseImage.ts'
import { generateKeys } from '../../server/keys.ts'
import { startLite } from '../../server/lite.ts'

/** Fills `directory`, which must not exist, with the files of a database without any user's data. */
export async function copyDatabase(directory: string): Promise<void> {
  await mkdir(dirname(directory), { recursive: true })
  await cp(await unpacked(), directory, { recursive: true, mode: constants.COPYFILE_FICLONE })
}

/** The image's files, unpacked once and kept beside it in .cache/. */
async function unpacked(): Promise<string> {
  const folder = databaseImagePath().replace(/\.tar$/, '')
  if (existsSync(folder)) return folder
  const partial = `${folder}.${process.pid}`
  const lite = await startLite({
    directory: partial,
    image: () => databaseImage(() => {}),
    keys: generateKeys(),
    siteUrl: 'http://127.0.0.1',
    withOwner: false,
  })
  await lite.close()
  // Another process may have been as fast.
  await rename(partial, folder).catch(() => rm(partial, { recursive: true }))
  return folder
}
