/**
 * Supervises the Deno process of the edge functions: starts it, monitors it, and restarts it with backoff.
 */
import type { ChildProcess } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Health } from '../contract/edgeApi.ts'
import { redactSecrets } from '../contract/redactSecrets.ts'
import { spawnDeno } from './spawnDeno.ts'

/** Times in milliseconds. */
const times = {
  /** Doubles at each restart in a row, up to `longestDelay` (exponential backoff). */
  firstDelay: 100,
  longestDelay: 5000,
  /** A process that lived for this time is healthy, so the delay is reset. */
  wellAfter: 10_000,
  callWaits: 2000,
  exitWithin: 2000,
}
const startsBeforeGivingUp = 3

interface HostOptions {
  /** Each contains one folder with an index.ts per function. */
  readonly folders: readonly string[]
  /** The whole environment of the functions: they see no other variables. */
  readonly environment: Readonly<Record<string, string>>
  readonly log: (line: string) => void
  /** If the process does not answer for this time, it is killed. In milliseconds, default 10 s. */
  readonly deafAfter?: number
}

export interface FunctionsHost {
  readonly state: () => Exclude<Health['functions'], 'none'>
  /** The port of the functions. During a restart it waits up to 2 s, then resolves with undefined. */
  readonly port: () => Promise<number | undefined>
  /** The id of the current process. */
  readonly pid: () => number | undefined
  /** Ends the process. A new one with the current code replaces it. */
  readonly restart: () => void
  readonly stop: () => Promise<void>
}

/** Resolves when the functions answer. Rejects if the process exits at its start three times in a row. */
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
    // Only the first line comes from the host program. Later lines are output of functions, never a port.
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
      log('functions: the process exited and is restarted')
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

/** An endless loop in one function blocks all others, so a process that does not answer is killed. */
async function killIfDeaf(child: ChildProcess, port: number | undefined, after: number): Promise<void> {
  if (port === undefined) return
  try {
    await fetch(`http://127.0.0.1:${port}/_alive`, { signal: AbortSignal.timeout(after) })
  } catch {
    child.kill('SIGKILL')
  }
}
