/** Reads the server's settings from environment variables. */
import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { SignUp } from './createAuthDoor.ts'
import type { DailyCapSettings } from './createDailyCaps.ts'
import { servesThisMachineAlone } from './isLoopback.ts'
import { projectRoot } from './projectRoot.ts'

/** Not Vite's 5173: the pages of another project at the same address would share this one's storage. */
const defaultPort = '7433'
/** Where others have accounts, too. */
const sharedCaps: DailyCapSettings = { spendingCalls: 1000, runs: 10_000 }

export interface Settings {
  readonly port: number
  readonly host: string
  readonly dataDirectory: string
  readonly allowedHosts: readonly string[]
  readonly signUp: SignUp
  readonly caps: DailyCapSettings
  /** A folder of wheels to serve under /packages/. */
  readonly packagesDirectory: string | undefined
  /** Additional origins from which the page may fetch packages. */
  readonly packageOrigins: readonly string[]
}

/**
 * Reads PORT, HOST, DATA_DIR, SIGN_UP, SPENDING_CALLS_PER_DAY, RUNS_PER_DAY, PACKAGES_DIR, and the comma-separated lists
 * ALLOWED_HOSTS and PACKAGES_ORIGIN.
 *
 * @throws Error with a sentence for people if a value is invalid.
 */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const { PORT: port = defaultPort, DATA_DIR: directory, ALLOWED_HOSTS: names = '' } = environment
  const host = environment['HOST'] || '127.0.0.1'
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new Error(
      `PORT=${port} is not a port. Choose a number from 1 to 65535. The default is ${defaultPort}.`,
    )
  }
  const { PACKAGES_DIR: packages, PACKAGES_ORIGIN: origins = '' } = environment
  const allowedHosts = listOf(names)
  const caps = servesThisMachineAlone(host, allowedHosts) ? { spendingCalls: 0, runs: 0 } : sharedCaps
  return {
    port: Number(port),
    host,
    dataDirectory: resolve(projectRoot, directory || '.data'),
    allowedHosts,
    signUp: readSignUp(environment['SIGN_UP']),
    caps: {
      spendingCalls: readNumber('SPENDING_CALLS_PER_DAY', environment, caps.spendingCalls),
      runs: readNumber('RUNS_PER_DAY', environment, caps.runs),
    },
    packagesDirectory: packages ? readFolder(packages) : undefined,
    packageOrigins: listOf(origins).map(readOrigin),
  }
}

function readSignUp(value = ''): SignUp {
  if (value === '' || value === 'invited') return 'invited'
  if (value === 'open') return 'open'
  throw new Error(
    `SIGN_UP=${value} is not known. Set open, so that everybody may create an account, or invited.`,
  )
}

function readNumber(name: string, environment: NodeJS.ProcessEnv, otherwise: number): number {
  const value = environment[name] ?? ''
  if (value === '') return otherwise
  if (/^\d{1,9}$/.test(value)) return Number(value)
  throw new Error(`${name}=${value} is not a number of calls. Set a whole number; 0 means no limit.`)
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
