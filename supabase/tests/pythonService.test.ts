/** Python as a service: a backend that forwards to a second process, as a hosted project does to a container. */
import { spawnSync } from 'node:child_process'
import { EventSourceParserStream } from 'eventsource-parser/stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readRunEvent } from '../../contract/run/readRunEvent.ts'
import type { RunEvent } from '../../contract/run/runEvents.ts'
import { buildPythonAssets } from '../../dev/build/buildPythonAssets.ts'
import type { TestUser } from '../../dev/test/signUpTestUser.ts'
import { freePort } from '../../dev/test/startBackendProcess.ts'
import { type OwnFunctions, startOwnFunctions } from '../../dev/test/startOwnFunctions.ts'
import { createTokenSigner } from '../../server/createTokenSigner.ts'
import { loadKeys } from '../../server/keys.ts'
import { startService } from './startService.ts'

let backend: OwnFunctions
let service: Awaited<ReturnType<typeof startService>>
let user: TestUser

beforeAll(async () => {
  await buildPythonAssets()
  const port = await freePort()
  backend = await startOwnFunctions({
    extraFunctionsDirectory: 'e2e/functions',
    environment: { EXECUTOR_URL: `http://127.0.0.1:${port}/` },
  })
  service = await startService(port, {
    ...environmentOf(backend),
    PYTHON_AT_ONCE: '1',
    PYTHON_WAITING: '1',
  })
  user = await backend.signUp()
})
afterAll(async () => {
  await service.stop()
  await backend.stop()
})

const secretOf = ({ dataDirectory }: OwnFunctions): string => loadKeys(dataDirectory).jwtSecret
const environmentOf = (running: OwnFunctions): Record<string, string> => ({
  SUPABASE_URL: running.url,
  SUPABASE_PUBLISHABLE_KEY: running.publishableKey,
  SUPABASE_JWKS: createTokenSigner(secretOf(running)).jwks,
})

const post = (
  body: object,
  { accept = 'application/json', signal }: { accept?: string; signal?: AbortSignal } = {},
) =>
  fetch(`${backend.url}/functions/v1/python-executor`, {
    method: 'POST',
    headers: { apikey: backend.publishableKey, authorization: `Bearer ${user.accessToken}`, accept },
    body: JSON.stringify(body),
    signal: signal ?? null,
  })

async function* eventsOf(response: Response): AsyncGenerator<RunEvent> {
  if (response.body === null) throw new Error('There is no stream')
  const events = response.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream())
  for await (const { event, data } of events) {
    const told = readRunEvent(JSON.parse(data))
    if (told === undefined) throw new Error(`${data} is no event`)
    expect(told.type).toBe(event)
    yield told
  }
}

const stored = async (id: string) =>
  (
    await user.client
      .from('eliza_python_executions')
      .select('status, executor, error_code')
      .eq('id', id)
      .single()
  ).data

test('the container’s health check finds it well', async () => {
  expect(await service.checkHealth()).toBe(0)
})

test('a script runs there, with the caller’s tools and log', async () => {
  const response = await post({ code: 'await tools.invoke_function("echoes", {"from": "afar"})' })
  const answer = await response.json()
  expect(answer).toMatchObject({
    status: 'completed',
    result: { from: 'afar' },
    tool_calls: [{ status: 'completed' }],
  })
  expect(await stored(answer.execution_id)).toMatchObject({ status: 'completed', executor: 'edge' })
})

test('a stream tells what happens when it happens, and ends with the one run-ended', async () => {
  const code = `
import sys
print("first")
await asyncio.sleep(1)
print("second", file=sys.stderr)
display(1)
progress(0.5, "half")
await tools.invoke_function("echoes", {})
7`
  const response = await post({ code }, { accept: 'text/event-stream' })
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  const told: RunEvent[] = []
  let betweenMs = 0
  for await (const event of eventsOf(response)) {
    const now = performance.now()
    if (event.type === 'output-delta') betweenMs = now - betweenMs
    told.push(event)
  }
  expect(betweenMs).toBeGreaterThan(500)
  expect(told.map(({ type }) => type)).toEqual([
    'run-started',
    'interpreter-taken',
    'script-started',
    'output-delta',
    'output-delta',
    'display-shown',
    'progress-changed',
    'tool-call-started',
    'tool-call-ended',
    'run-ended',
  ])
  expect(told.filter(({ type }) => type === 'output-delta')).toMatchObject([
    { stream: 'stdout', text: 'first\n' },
    { stream: 'stderr', text: 'second\n' },
  ])
  expect(told.map(({ seq }) => seq)).toEqual(told.map((_, index) => index))
  expect(told.filter(({ type }) => type.startsWith('tool-call'))).toMatchObject([
    { call: 0, tool: 'invoke_function', functionName: 'echoes', occurrence: 0 },
    { call: 0, status: 'completed' },
  ])
  expect(told.at(-1)).toMatchObject({ outcome: { status: 'completed', result: { 'application/json': '7' } } })
  const [begun] = told
  expect(begun?.type === 'run-started' && (await stored(begun.executionId))).toMatchObject({
    status: 'completed',
  })
})

test('a stream that nobody reads any more ends its run', async () => {
  const leaving = new AbortController()
  const response = await post(
    { code: 'print("on")\nwhile True: pass', timeout_seconds: 600 },
    { accept: 'text/event-stream', signal: leaving.signal },
  )
  let id = ''
  for await (const event of eventsOf(response)) {
    if (event.type === 'run-started') id = event.executionId
    if (event.type === 'output-delta') break
  }
  leaving.abort()
  await expect.poll(() => stored(id)).toEqual({ status: 'failed', executor: 'edge', error_code: 'stopped' })
})

test('one runs, one waits, and the third is told to come again', async () => {
  const wait = { code: 'await asyncio.sleep(4)\n"slept"' }
  const first = post(wait)
  const second = post(wait)
  await new Promise((resolve) => setTimeout(resolve, 1000))
  const third = await post(wait)
  expect(third.status).toBe(503)
  expect(third.headers.get('retry-after')).toBe('5')
  expect(await third.json()).toMatchObject({ error: { code: 'executor-busy' } })
  for (const response of await Promise.all([first, second])) {
    expect(await response.json()).toMatchObject({ status: 'completed', result: 'slept' })
  }
  expect((await post({ code: '1' })).status).toBe(200)
})

test('a script that waits for one it started does not wait for ever', async () => {
  const code = `(await tools.invoke_function("python-executor", {"code": "6 * 7"}))["result"]`
  expect(await (await post({ code })).json()).toMatchObject({ status: 'completed', result: 42 })
})

test.each([
  'from pyodide.ffi import to_js\nkept = []\nwhile True:\n    kept.append(to_js(bytes(10_000_000)))',
  'import js\nkept = js.Array.new()\nwhile True:\n    kept.push(js.Array.new(1_000_000).fill(1.5))',
])('memory outside of Python’s cannot be filled, not even the second time: %j', async (code) => {
  for (let round = 0; round < 2; round++) {
    expect(await (await post({ code })).json()).toMatchObject({
      error_code: 'out-of-memory',
      error_message: 'The script needs more than the 256 MB of memory that it may use.',
      traceback: null,
    })
    expect(await (await post({ code: '"still here"' })).json()).toMatchObject({ result: 'still here' })
  }
})

test('a bad request and a bad token are refused before anything is forwarded', async () => {
  expect((await post({ code: 1 })).status).toBe(400)
  const response = await fetch(`${service.url}/python-executor`, { method: 'POST', body: '{"code": "1"}' })
  expect(response.status).toBe(401)
})

test('a service that is gone is a sentence', async () => {
  await service.stop()
  const response = await post({ code: '1' })
  expect(response.status).toBe(502)
  expect(await response.json()).toMatchObject({
    error: { code: 'upstream-failed', message: expect.stringContaining('The service that runs Python') },
  })
})

test('a server that has no workers and knows no service says so', async () => {
  const authorization = await createTokenSigner(secretOf(backend)).authorize(`Bearer ${user.accessToken}`)
  // Hosted Supabase has no Worker.
  const program = `
    delete globalThis.Worker
    const { default: { fetch } } = await import('./supabase/functions/python-executor/index.ts')
    const headers = { authorization: ${JSON.stringify(authorization)} }
    const request = new Request('http://functions/', { method: 'POST', headers, body: '{"code": "1"}' })
    const response = await fetch(request)
    console.log(JSON.stringify({ status: response.status, body: await response.json() }))`
  const { stdout } = spawnSync(
    'node_modules/deno/deno',
    ['eval', '--no-lock', '--node-modules-dir=manual', program],
    {
      encoding: 'utf8',
      env: { ...environmentOf(backend), NO_COLOR: '1', DENO_NO_UPDATE_CHECK: '1', DENO_DIR: '.cache/deno' },
    },
  )
  expect(JSON.parse(stdout)).toMatchObject({ status: 501, body: { error: { code: 'executor-missing' } } })
})
