/** The program of the database's thread: answers the requests that openDatabase.ts posts, one after another. */
import { parentPort, workerData } from 'node:worker_threads'
import { checkRows } from './checkRows.ts'
import type { DatabaseStart, FromDatabase, ToDatabase } from './databaseMessages.ts'
import { startLite } from './lite.ts'

const start = workerData as DatabaseStart
const say = (message: FromDatabase, owned: ArrayBuffer[] = []) => parentPort?.postMessage(message, owned)

const lite = await startLite({
  ...start,
  image: () => Promise.resolve(start.image),
  onFatal: (reason) => say({ type: 'fatal', reason }),
})

async function answer({ id, url, peerAddress, ...init }: ToDatabase & { type: 'request' }): Promise<void> {
  try {
    const { method, body: sent } = init
    const asked = new URL(url)
    const contentType = new Headers(init.headers).get('content-type')
    const text = sent === null ? '' : new TextDecoder().decode(sent)
    const refusal = asked.pathname.startsWith('/rest/')
      ? checkRows({ method, url: asked, contentType, body: text })
      : undefined
    const response = refusal ?? (await lite.fetch(new Request(url, init), peerAddress))
    const body = await response.arrayBuffer()
    say({ type: 'answer', id, status: response.status, headers: [...response.headers], body }, [body])
  } catch (error) {
    say({ type: 'failure', id, reason: error instanceof Error ? error.message : String(error) })
  }
}

parentPort?.on('message', (message: ToDatabase) => {
  if (message.type === 'request') void answer(message)
  else void lite.close().finally(() => process.exit(0))
})
say({ type: 'ready' })
