/** Reads web pages in workers, each of which is ended if a page takes too long. */
import pLimit from 'p-limit'
import { AppError, readErrorBody } from '../../../contract/errors.ts'
import { startClosedWorker } from '../_shared/startClosedWorker.ts'
import type { PageAnswer } from './pageWorker.ts'
import { type PageToRead, readPage, type ReadPage } from './readPage.ts'

/** For one page, in milliseconds, after the worker has started. */
const maxMilliseconds = 5_000
/** A worker that does not start within this time is given up, on a busy machine. */
const startMilliseconds = 20_000
/** Pages that are read concurrently. */
const atOnce = 2
/** An idle worker is ended after this time: it holds about 30 MB. */
const idleMilliseconds = 60_000

const readable = ['contract/', 'node_modules/', 'supabase/functions/']

export type ReadPageApart = (page: PageToRead, signal: AbortSignal) => Promise<ReadPage>

/**
 * Without workers, as on hosted Supabase, pages are read in this thread, within the limits of `readPage` alone.
 *
 * The function that is returned rejects with AppError `response-too-large`, or with the signal's reason if aborted. A page
 * whose article takes too long to find is read as a whole.
 */
export function createPageReader(mostMs = maxMilliseconds): ReadPageApart {
  const idle: IdleWorker[] = []
  const inTurn = pLimit(atOnce)

  /** @returns undefined if it takes too long. */
  async function read(page: PageToRead, signal: AbortSignal): Promise<ReadPage | undefined> {
    const worker = takeWorker(idle)
    try {
      await worker.started
      const answer = await ask(worker.worker, page, signal, mostMs)
      if (answer === undefined) return (worker.worker.terminate(), undefined)
      keepIdle(idle, worker)
      if ('page' in answer) return answer.page
      throw readErrorBody(answer.refusal) ?? new AppError('response-malformed')
    } catch (error) {
      if (!(error instanceof AppError)) worker.worker.terminate()
      throw error
    }
  }

  return async (page, signal) => {
    if (typeof Worker === 'undefined') return readPage(page)
    return inTurn(async () => {
      signal.throwIfAborted()
      const found = await read(page, signal)
      if (found !== undefined) return found
      const whole = page.extractContent ? await read({ ...page, extractContent: false }, signal) : undefined
      if (whole !== undefined) return whole
      const sentence = `The page takes longer than ${mostMs / 1000} s to read. Use action='html' to get its source.`
      throw new AppError('response-too-large', sentence)
    })
  }
}

interface PageWorker {
  readonly worker: Worker
  /** Rejects if it cannot start. */
  readonly started: Promise<void>
}

interface IdleWorker extends PageWorker {
  readonly timer: ReturnType<typeof setTimeout>
}

function takeWorker(idle: IdleWorker[]): PageWorker {
  const kept = idle.pop()
  clearTimeout(kept?.timer)
  return kept ?? startWorker()
}

function startWorker(): PageWorker {
  const worker = startClosedWorker(new URL('./pageWorker.ts', import.meta.url), 'page', readable)
  const started = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('The page worker does not start')), startMilliseconds)
    worker.addEventListener(
      'message',
      () => {
        clearTimeout(timer)
        resolve()
      },
      { once: true },
    )
    worker.addEventListener('error', (event) => {
      clearTimeout(timer)
      reject(new Error(`The page worker failed: ${event.message}`))
    })
  })
  return { worker, started }
}

function keepIdle(idle: IdleWorker[], { worker, started }: PageWorker): void {
  const entry: IdleWorker = {
    worker,
    started,
    timer: setTimeout(() => {
      idle.splice(idle.indexOf(entry), 1)
      worker.terminate()
    }, idleMilliseconds),
  }
  idle.push(entry)
}

/** @returns undefined after `mostMs`. */
function ask(
  worker: Worker,
  page: PageToRead,
  signal: AbortSignal,
  mostMs: number,
): Promise<PageAnswer | undefined> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => settle(() => resolve(undefined)), mostMs)
    const settle = (then: () => void) => {
      clearTimeout(late)
      signal.removeEventListener('abort', leave)
      worker.removeEventListener('message', hear)
      worker.removeEventListener('error', fail)
      then()
    }
    const leave = () => settle(() => reject(signal.reason))
    const hear = ({ data }: MessageEvent<PageAnswer>) => settle(() => resolve(data))
    const fail = (event: ErrorEvent) => settle(() => reject(new Error(event.message)))
    signal.addEventListener('abort', leave, { once: true })
    worker.addEventListener('message', hear)
    worker.addEventListener('error', fail)
    worker.postMessage(page)
  })
}
