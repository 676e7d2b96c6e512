/** Reads the server's settings from environment variables. */
import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { projectRoot } from './projectRoot.ts'

export interface Settings {
  readonly port: number
  readonly host: string
  readonly dataDirectory: string
  readonly allowedHosts: readonly string[]
  /** A folder of wheels to serve under /packages/. */
  readonly packagesDirectory: string | undefined
  /** Additional origins from which the page may fetch packages. */
  readonly packageOrigins: readonly string[]
}

/**
 * Reads PORT, HOST, DATA_DIR, PACKAGES_DIR, and the comma-separated lists ALLOWED_HOSTS and PACKAGES_ORIGIN.
 *
 * @throws Error with a sentence for people if a value is invalid.
 */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const { PORT: port = '5173', HOST: host, DATA_DIR: directory, ALLOWED_HOSTS: names = '' } = environment
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new Error(`PORT=${port} is not a port. Choose a number from 1 to 65535. The default is 5173.`)
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
      `PACKAGES_DIR=${path} is not a folder. Name the folder with Pyodide's wheels, or unset the variable.`,
    )
  return folder
}

/**
 * Strict, since it becomes part of the Content-Security-Policy: a space or semicolon would inject a
 * directive.
 */
function readOrigin(text: string): string {
  const url = /^https?:\/\/[\w.:[\]-]+\/?$/.test(text) && URL.canParse(text) ? new URL(text) : undefined
  if (url?.origin !== text.replace(/\/$/, ''))
    throw new Error(
      `PACKAGES_ORIGIN=${text} is not an origin. Write it like https://wheels.example or http://127.0.0.1:8000.`,
    )
  return url.origin
}
