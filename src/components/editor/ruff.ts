/** Ruff in its worker, started with the first format or lint. */
import type { Diagnostic } from 'vscode-languageserver-types'
import { connectWorker, type WorkerConnection } from './connectWorker.ts'

let connection: WorkerConnection | undefined

function connect(): WorkerConnection {
  const worker = new Worker(new URL('../../workers/ruffWorker.ts', import.meta.url), {
    type: 'module',
    name: 'Ruff',
  })
  // After a crash, the next call starts a new worker.
  return connectWorker({ worker, onGone: () => (connection = undefined) })
}

function ask<Result>(method: string, text: string): Promise<Result> {
  connection ??= connect()
  return connection.request<Result>(method, { text })
}

/** Formats and lints scripts. */
export const ruff = {
  /** @returns The formatted text. @throws {Error} if the text is not valid Python. */
  format: (text: string) => ask<string>('format', text),
  /** @throws {Error} if the worker cannot be loaded. */
  lint: (text: string) => ask<readonly Diagnostic[]>('lint', text),
}
