/** What a person may set of the server, by environment variables. */
import { resolve } from 'node:path'
import { projectRoot } from './projectRoot.ts'

export interface Settings {
  readonly port: number
  readonly host: string
  readonly dataDirectory: string
  readonly allowedHosts: readonly string[]
}

/** PORT, HOST, DATA_DIR and ALLOWED_HOSTS (names with commas between). Throws a sentence for people. */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const { PORT: port = '5173', HOST: host, DATA_DIR: directory, ALLOWED_HOSTS: names = '' } = environment
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new Error(`PORT=${port} is no port. Choose a number from 1 to 65535; the default is 5173.`)
  }
  return {
    port: Number(port),
    host: host || '127.0.0.1',
    dataDirectory: resolve(projectRoot, directory || '.data'),
    allowedHosts: names.split(/[\s,]+/).filter(Boolean),
  }
}
