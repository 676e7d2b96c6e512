/**
 * Runs the database in a thread of its own, and opens it again if it breaks. So a long statement stops nothing
 * but other statements, and a deep one finds more stack than the main thread has.
 */
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { Health } from '../contract/edgeApi.ts'
import { redactSecrets } from '../contract/redactSecrets.ts'
import { createFairQueue } from './createFairQueue.ts'
import type { DatabaseStart, FromDatabase, ToDatabase } from './databaseMessages.ts'
import type { Lite } from './lite.ts'

/** In MB. Postgres ends a recursion of its own after 2 MB of its stack, which takes several times that of V8's. */
const stackMegabytes = 64
/** In milliseconds. */
const times = {
  statement: 10_000,
  reopen: 30_000,
  open: 60_000,
  close: 5000,
  firstDelay: 100,
  longestDelay: 5000,
}
/** Requests that wait for the one before them: a script of one user may call many tools at once. */
const waiting = { most: 600, mostOfSender: 150 }

interface DatabaseOptions extends Omit<DatabaseStart, 'image'> {
  /** Returns the path of an initialised database. Called only if the directory is new. */
  readonly image: () => Promise<string>
  readonly log: (line: string) => void
  /** Time after which a request is given up and the database opened again. In milliseconds, default 10 s. */
  readonly statementMs?: number | undefined
}

export interface Database extends Lite {
  readonly state: () => Exclude<Health['database'], 'none'>
}

interface Thread {
  readonly ask: (request: ToDatabase & { type: 'request' }) => Promise<Response>
  /** Resolves with the reason when the thread can answer no more. */
  readonly broken: Promise<string>
  readonly giveUp: (reason: string) => void
  readonly end: () => Promise<void>
  readonly close: () => Promise<void>
}

/** Resolves when the database answers. Rejects with a sentence for people if it cannot be opened. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { log, statementMs = times.statement } = options
  const isNew = !existsSync(join(options.directory, 'PG_VERSION'))
  const image = isNew ? await options.image() : ''
  const { directory, keys, siteUrl } = options
  const start = (): Promise<Thread> => startThread({ directory, image, keys, siteUrl }, log)
  let state: 'ready' | 'restarting' = 'ready'
  let isClosed = false
  let current: Promise<Thread> = start()
  watch(await current)

  function watch(thread: Thread): void {
    void thread.broken.then((reason) => {
      if (isClosed) return
      state = 'restarting'
      log(`The database broke and is opened again: ${reason}`)
      current = reopen(thread)
      current.then(watch, () => {})
    })
  }

  async function reopen(broken: Thread): Promise<Thread> {
    await broken.end()
    for (let delay = times.firstDelay; ; delay = Math.min(delay * 2, times.longestDelay)) {
      if (isClosed) throw new Error('The database is closed.')
      try {
        const thread = await start()
        state = 'ready'
        return thread
      } catch (error) {
        log(`The database could not be opened: ${error instanceof Error ? error.message : String(error)}`)
        await sleep(delay)
      }
    }
  }

  let asked = 0
  async function ask(request: Request, body: ArrayBuffer | null, peerAddress: string | null) {
    const thread = await within(current, times.reopen)
    if (thread === 'late') return refusal(503, '57P03', 'The database is starting. Try again in a moment.')
    const { url, method } = request
    const headers = [...request.headers]
    const id = (asked += 1)
    const answer = thread.ask({ type: 'request', id, url, method, headers, body, peerAddress })
    const first = await Promise.race([
      within(answer, statementMs),
      thread.broken.then(() => 'broken' as const),
    ])
    if (first instanceof Response) return first
    if (first === 'broken') {
      return refusal(503, '57P02', 'The database broke while it answered, and is opened again. Try again.')
    }
    // PGlite hears no cancel request, so the statement ends with its thread.
    const sentence = `The request took longer than ${statementMs / 1000} s`
    thread.giveUp(sentence)
    return refusal(500, '57014', `${sentence}. Ask for less.`)
  }

  const inTurn = createFairQueue(waiting)
  return {
    state: () => state,
    fetch: async (request, peerAddress, sender = '') => {
      if (!inTurn.hasRoom(sender)) {
        return refusal(503, '53300', 'Too many requests wait for the database. Try again in a moment.')
      }
      const body = request.body === null ? null : await request.arrayBuffer()
      return inTurn.run(sender, () => ask(request, body, peerAddress))
    },
    close: () =>
      inTurn.run('', async () => {
        isClosed = true
        const thread = await current.catch(() => undefined)
        await thread?.close()
      }),
  }
}

/** In the shape of PostgREST's errors, which Supabase clients read. */
const refusal = (status: number, code: string, message: string) =>
  Response.json(
    { code, message, details: null, hint: null },
    { status, headers: status === 503 ? { 'retry-after': '1' } : {} },
  )

async function within<Value>(work: Promise<Value>, ms: number): Promise<Value | 'late'> {
  const stopped = new AbortController()
  const late = sleep(ms, 'late' as const, { signal: stopped.signal }).catch(() => 'late' as const)
  try {
    return await Promise.race([work, late])
  } finally {
    stopped.abort()
  }
}

async function startThread(start: DatabaseStart, log: (line: string) => void): Promise<Thread> {
  const worker = new Worker(new URL('startDatabaseThread.mjs', import.meta.url), {
    workerData: start,
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { stackSizeMb: stackMegabytes },
  })
  for (const stream of [worker.stdout, worker.stderr]) {
    createInterface({ input: stream }).on('line', (line) => log(`database: ${redactSecrets(line)}`))
  }
  const waiting = new Map<number, (answer: Response | Promise<never>) => void>()
  const ready = resolvers<void>()
  const broken = resolvers<string>()
  worker.on('message', (message: FromDatabase) => {
    if (message.type === 'ready') return ready.resolve()
    if (message.type === 'fatal') return broken.resolve(message.reason)
    const settle = waiting.get(message.id)
    waiting.delete(message.id)
    settle?.(message.type === 'failure' ? Promise.reject(new Error(message.reason)) : toResponse(message))
  })
  worker.on('error', (error: unknown) => {
    ready.reject(error)
    broken.resolve(error instanceof Error ? error.message : String(error))
  })
  const exited = once(worker, 'exit')
  worker.on('exit', () => {
    ready.reject(new Error('its thread ended'))
    broken.resolve('its thread ended')
  })
  const end = async () => void (await worker.terminate())
  // Without a limit: a migration may take long.
  await ready.promise
  return {
    ask: (request) =>
      new Promise((resolve) => {
        waiting.set(request.id, resolve)
        const message: ToDatabase = request
        worker.postMessage(message, request.body === null ? [] : [request.body])
      }),
    broken: broken.promise,
    giveUp: broken.resolve,
    end,
    close: async () => {
      const message: ToDatabase = { type: 'close' }
      worker.postMessage(message)
      if ((await within(exited, times.close)) === 'late') await end()
    },
  }
}

function toResponse({ status, headers, body }: FromDatabase & { type: 'answer' }): Response {
  const isEmpty = status === 204 || status === 304
  return new Response(isEmpty ? null : body, { status, headers })
}

/** Promise.withResolvers, which Node 20 lacks. */
function resolvers<Value>() {
  let resolve: (value: Value) => void = () => {}
  let reject: (reason: unknown) => void = () => {}
  const promise = new Promise<Value>((keep, fail) => {
    resolve = keep
    reject = fail
  })
  return { promise, resolve, reject }
}
