/** Ruff in its worker, started when a script is first formatted or linted. */
import type { Diagnostic } from 'vscode-languageserver-types'
import { connectWorker, type WorkerConnection } from './connectWorker.ts'

let connection: WorkerConnection | undefined

function connect(): WorkerConnection {
  const worker = new Worker(new URL('../../workers/ruffWorker.ts', import.meta.url), {
    type: 'module',
    name: 'Ruff',
  })
  // After a breakdown the next call starts another.
  return connectWorker({ worker, onGone: () => (connection = undefined) })
}

function ask<Result>(method: string, text: string): Promise<Result> {
  connection ??= connect()
  return connection.request<Result>(method, { text })
}

export const ruff = {
  /** The script's text in Ruff's style. Rejects where it is no valid Python. */
  format: (text: string) => ask<string>('format', text),
  lint: (text: string) => ask<readonly Diagnostic[]>('lint', text),
}
