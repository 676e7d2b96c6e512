/** A backend in a process of its own, for tests that kill it and start it again. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { projectRoot } from '../../server/projectRoot.ts'

interface ProcessOptions {
  readonly port: number
  readonly dataDirectory: string
  /** Added to this process's environment. */
  readonly environment?: Readonly<Record<string, string>>
  /** 'app': as `npm start` does. 'backend': without the app, so that nothing is built. Default 'app'. */
  readonly serves?: 'app' | 'backend'
}

export interface BackendProcess {
  readonly url: string
  /** What it printed: the address, with the start-up key if it serves the app to this machine alone. */
  readonly address: string
  readonly pid: number
  /** Everything it printed so far. */
  readonly output: () => string
  /** Resolves with the exit code when it has ended; null when a signal ended it. */
  readonly kill: (signal: NodeJS.Signals) => Promise<number | null>
}

/** Resolves when it is ready; rejects with what it printed when it ends before. */
export async function startBackendProcess(options: ProcessOptions): Promise<BackendProcess> {
  const { port, dataDirectory, environment = {}, serves = 'app' } = options
  const entry = serves === 'app' ? 'server/start.ts' : 'dev/test/serveBackend.ts'
  const child = spawn(process.execPath, ['--import', 'tsx', join(projectRoot, entry)], {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, SIGN_UP: 'open', ...environment, PORT: String(port), DATA_DIR: dataDirectory },
  })
  let output = ''
  const ended = once(child, 'close')
  const address = await new Promise<string>((resolve, reject) => {
    const take = (chunk: Buffer) => {
      output += chunk.toString()
      const ready = /is ready: (\S+)/.exec(output)?.[1]
      if (ready !== undefined) resolve(ready)
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    ended.then(() => reject(new Error(output)), reject)
  })
  return {
    url: new URL(address).origin,
    address,
    pid: pidOf(child),
    output: () => output,
    kill: async (signal) => {
      child.kill(signal)
      await ended
      return child.exitCode
    },
  }
}

function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error('The process has no id')
  return pid
}

/** A port that is free at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
