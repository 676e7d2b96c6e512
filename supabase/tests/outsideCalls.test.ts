import { createServer, type RequestListener, type Server } from 'node:http'
import { once } from 'node:events'
import { afterEach, expect, test } from 'vitest'
import { pythonRequest } from '../../contract/run/pythonExecutor.ts'
import { getMiningStats } from '../../contract/tools/getMiningStats.ts'
import { type Functions, startFunctions } from '../../dev/test/startFunctions.ts'
import { forwardRun } from '../functions/python-executor/forwardRun.ts'

const opened: Server[] = []
let functions: Functions | undefined
afterEach(async () => {
  await functions?.stop()
  functions = undefined
  for (const server of opened.splice(0)) {
    server.close()
    server.closeAllConnections()
  }
})

/** A service on loopback that does what `listener` does with each request. */
async function open(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  opened.push(server)
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('It has no port')
  return `http://127.0.0.1:${address.port}`
}

test('a database that hangs is given up, and the caller is told', async () => {
  functions = await startFunctions({ SUPABASE_URL: await open(() => {}), EMBEDDING_PROVIDER: 'none' })
  const response = await functions.call('match_memories', { query: 'anything' })
  expect(response.status).toBe(503)
  expect(await response.json()).toMatchObject({ error: { code: 'backend-unreachable' } })
  expect(functions.log()).not.toContain('match_memories')
})

test('a pool that leads elsewhere is not followed', async () => {
  let isAsked = false
  const elsewhere = await open((_request, response) => {
    isAsked = true
    response.end('{"pool_statistics": {"hashRate": 1}}')
  })
  const pool = await open((_request, response) => response.writeHead(302, { location: elsewhere }).end())
  functions = await startFunctions({ SUPPORTXMR_API_URL: pool })
  const response = await functions.call('mining-proxy', getMiningStats.parameters.parse({}))
  expect(response.status).toBe(502)
  expect(isAsked).toBe(false)
})

test('a service for Python that hangs is given up after the time of the run and some for its turn', async () => {
  const run = pythonRequest.parse({ code: '1', timeout_seconds: 1 })
  const request = new Request('http://127.0.0.1/python-executor', { method: 'POST' })
  await expect(forwardRun(await open(() => {}), run, request, 100)).rejects.toMatchObject({
    code: 'tool-timed-out',
  })
})

test('a service for Python that stops in the middle of its events does not hold the stream for ever', async () => {
  const service = await open((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(':\n\n')
  })
  const run = pythonRequest.parse({ code: '1', timeout_seconds: 1 })
  const request = new Request('http://127.0.0.1/python-executor', { method: 'POST' })
  const response = await forwardRun(service, run, request, 100)
  await expect(response.text()).rejects.toMatchObject({ name: 'TimeoutError' })
})
