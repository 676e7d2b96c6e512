/** A JSON-RPC connection to a worker of the editor: requests, and notifications in both directions. */

/** One worker and its pending requests. */
export interface WorkerConnection {
  /** Calls a method. `Result` is not validated. @throws {Error} if the worker answers with an error, or is gone. */
  readonly request: <Result>(method: string, params: unknown) => Promise<Result>
  readonly notify: (method: string, params: unknown) => void
  /** Terminates the worker and rejects pending requests. Does not call `onGone`. */
  readonly close: () => void
}

interface ConnectOptions {
  readonly worker: Worker
  /** Called once if the worker cannot be loaded or crashes; not after `close`. */
  readonly onGone?: () => void
  readonly onNotice?: (method: string, params: unknown) => void
  /** Answers requests that the worker makes. */
  readonly onRequest?: (method: string, params: unknown) => unknown
}

interface Message {
  readonly id?: number | string
  readonly method?: string
  readonly params?: unknown
  readonly result?: unknown
  readonly error?: { readonly message: string }
}

interface Pending {
  readonly resolve: (result: unknown) => void
  readonly reject: (error: Error) => void
}

/** Takes over the worker: `close` and a crash terminate it. */
export function connectWorker({ worker, onGone, onNotice, onRequest }: ConnectOptions): WorkerConnection {
  const pending = new Map<number | string, Pending>()
  let lastId = 0
  let isGone = false

  const send = (message: object) => worker.postMessage({ jsonrpc: '2.0', ...message })
  const leave = () => {
    isGone = true
    worker.terminate()
    for (const { reject } of pending.values()) reject(new Error('The worker is gone'))
    pending.clear()
  }
  worker.addEventListener('error', (event) => {
    event.preventDefault()
    if (isGone) return
    leave()
    onGone?.()
  })
  worker.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    const { id, method, params, result, error } = data
    if (method !== undefined) {
      if (id === undefined) onNotice?.(method, params)
      else send({ id, result: onRequest?.(method, params) ?? null })
    } else if (id !== undefined) {
      const waiting = pending.get(id)
      pending.delete(id)
      if (error) waiting?.reject(new Error(error.message))
      else waiting?.resolve(result)
    }
  })

  return {
    request: <Result>(method: string, params: unknown) =>
      new Promise<Result>((resolve, reject) => {
        if (isGone) return reject(new Error('The worker is gone'))
        lastId += 1
        pending.set(lastId, { resolve: (result) => resolve(result as Result), reject })
        return send({ id: lastId, method, params })
      }),
    notify(method, params) {
      if (!isGone) send({ method, params })
    },
    close: leave,
  }
}
