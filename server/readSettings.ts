/** What a person may set of the server, by environment variables. */
import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { projectRoot } from './projectRoot.ts'

export interface Settings {
  readonly port: number
  readonly host: string
  readonly dataDirectory: string
  readonly allowedHosts: readonly string[]
  /** A folder of wheels that is served under /packages/. */
  readonly packagesDirectory: string | undefined
  /** From where else the page may fetch packages. */
  readonly packageOrigins: readonly string[]
}

/**
 * PORT, HOST, DATA_DIR, ALLOWED_HOSTS (names with commas between), PACKAGES_DIR and PACKAGES_ORIGIN (likewise).
 * Throws a sentence for people.
 */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const { PORT: port = '5173', HOST: host, DATA_DIR: directory, ALLOWED_HOSTS: names = '' } = environment
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new Error(`PORT=${port} is no port. Choose a number from 1 to 65535; the default is 5173.`)
  }
  const { PACKAGES_DIR: packages, PACKAGES_ORIGIN: origins = '' } = environment
  return {
    port: Number(port),
    host: host || '127.0.0.1',
    dataDirectory: resolve(projectRoot, directory || '.data'),
    allowedHosts: listOf(names),
    packagesDirectory: packages ? readFolder(packages) : undefined,
    packageOrigins: listOf(origins).map(readOrigin),
  }
}

const listOf = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean)

function readFolder(path: string): string {
  const folder = resolve(projectRoot, path)
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new Error(
      `PACKAGES_DIR=${path} is no folder. Name one that holds the wheels of Pyodide, or unset it.`,
    )
  return folder
}

/** It becomes part of a policy, where a space or a semicolon would say something else. */
function readOrigin(text: string): string {
  const url = /^https?:\/\/[\w.:[\]-]+\/?$/.test(text) && URL.canParse(text) ? new URL(text) : undefined
  if (url?.origin !== text.replace(/\/$/, ''))
    throw new Error(
      `PACKAGES_ORIGIN=${text} is no origin. It looks like https://wheels.example or http://127.0.0.1:8000.`,
    )
  return url.origin
}
