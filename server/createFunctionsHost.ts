/** Keeps the one Deno process of the edge functions alive: starts it, watches it, and starts it again when it is gone. */
import type { ChildProcess } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Health } from '../contract/edgeApi.ts'
import { redactSecrets } from '../contract/redactSecrets.ts'
import { spawnDeno } from './spawnDeno.ts'

/** All in milliseconds. */
const times = {
  /** Doubled at each restart in a row. */
  firstDelay: 100,
  longestDelay: 5000,
  /** Who lives as long as this is taken to be well. */
  wellAfter: 10_000,
  callWaits: 2000,
  exitWithin: 2000,
}
const startsBeforeGivingUp = 3

interface HostOptions {
  /** Each holds a folder with an index.ts for each function. */
  readonly folders: readonly string[]
  /** All that the functions see of the environment. */
  readonly environment: Readonly<Record<string, string>>
  readonly log: (line: string) => void
  /** How long the process may be without an answer before it is ended, in milliseconds. Default 10 s. */
  readonly deafAfter?: number
}

export interface FunctionsHost {
  readonly state: () => Exclude<Health['functions'], 'none'>
  /** Where the functions listen now. Waits up to 2 s for a restart that is under way; then undefined. */
  readonly port: () => Promise<number | undefined>
  /** The process of the moment. */
  readonly pid: () => number | undefined
  /** Ends the process; a new one with the code of now takes its place. */
  readonly restart: () => void
  readonly stop: () => Promise<void>
}

/** Resolves when the functions answer. Rejects when the process ends at its start three times in a row. */
export async function createFunctionsHost(options: HostOptions): Promise<FunctionsHost> {
  const { folders, environment, log, deafAfter = 10_000 } = options
  const events = new EventEmitter<{ ready: [] }>()
  let state: 'starting' | 'ready' | 'restarting' = 'starting'
  let port: number | undefined
  let child: ChildProcess | undefined
  const stopping = new AbortController()

  async function runOnce(): Promise<void> {
    const started = spawnDeno(folders, environment)
    child = started
    const ended = once(started, 'exit').catch((error: unknown) => log(`functions: ${String(error)}`))
    // Only the first line is the process's own; what functions print later is never taken for a port.
    let isListening = false
    forEachLine(started.stdout, (line) => {
      if (isListening) return log(`functions: ${redactSecrets(line)}`)
      isListening = true
      port = Number(JSON.parse(line).port)
      state = 'ready'
      events.emit('ready')
    })
    forEachLine(started.stderr, (line) => log(`functions: ${redactSecrets(line)}`))
    const guard = setInterval(() => void killIfDeaf(started, port, deafAfter), deafAfter / 2)
    await ended
    clearInterval(guard)
    port = undefined
  }

  async function keepAlive(): Promise<void> {
    let delay = times.firstDelay
    for (let starts = 1; ; starts++) {
      const startedAt = Date.now()
      await runOnce()
      if (stopping.signal.aborted) return
      if (state === 'starting' && starts === startsBeforeGivingUp) {
        throw new Error('The edge functions could not be started. The lines above say why.')
      }
      if (state === 'ready') state = 'restarting'
      if (Date.now() - startedAt > times.wellAfter) delay = times.firstDelay
      log('functions: the process ended and is started again')
      await sleep(delay, undefined, { signal: stopping.signal }).catch(() => undefined)
      if (stopping.signal.aborted) return
      delay = Math.min(delay * 2, times.longestDelay)
    }
  }

  const life = keepAlive()
  await Promise.race([once(events, 'ready'), life])
  return {
    state: () => state,
    port: async () => {
      if (port === undefined) {
        await once(events, 'ready', { signal: AbortSignal.timeout(times.callWaits) }).catch(() => undefined)
      }
      return port
    },
    pid: () => child?.pid,
    restart: () => child?.kill('SIGTERM'),
    stop: async () => {
      stopping.abort()
      child?.kill('SIGTERM')
      const force = setTimeout(() => child?.kill('SIGKILL'), times.exitWithin)
      await life
      clearTimeout(force)
    },
  }
}

function forEachLine(stream: Readable | null, take: (line: string) => void): void {
  if (stream) createInterface({ input: stream }).on('line', take)
}

/** A function that computes without end keeps all others from being answered. */
async function killIfDeaf(child: ChildProcess, port: number | undefined, after: number): Promise<void> {
  if (port === undefined) return
  try {
    await fetch(`http://127.0.0.1:${port}/_alive`, { signal: AbortSignal.timeout(after) })
  } catch {
    child.kill('SIGKILL')
  }
}
