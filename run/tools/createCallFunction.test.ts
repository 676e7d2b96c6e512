import { afterEach, beforeEach, expect, test } from 'vitest'
import type { RequestListener } from 'node:http'
import { Readable } from 'node:stream'
import { AppError } from '../../contract/errors.ts'
import { sharedBackend } from '../../dev/test/sharedBackend.ts'
import { signUpTestUser, type TestUser } from '../../dev/test/signUpTestUser.ts'
import type { CallFunction } from './CallFunction.ts'
import { createCallFunction } from './createCallFunction.ts'
import { openLine, type Line } from '../../src/data/tests/openLine.ts'
import { newBrowser, openTab, type Tab } from '../../src/data/tests/openTab.ts'

const backend = sharedBackend
let line: Line
let user: TestUser
let tab: Tab
let callFunction: CallFunction

beforeEach(async () => {
  line = await openLine(backend.url)
  user = await signUpTestUser(backend)
  tab = openTab({ url: line.url, publishableKey: backend.publishableKey, browser: newBrowser() })
  callFunction = createCallFunction(tab)
  await tab.session.signIn(user.email, user.password)
})
afterEach(async () => {
  tab.die()
  await line.close()
})

const answer =
  (status: number, text: string): RequestListener =>
  (request, response) => {
    request.resume()
    request.on('end', () => response.writeHead(status).end(text))
  }

const invoke = (
  body: Record<string, unknown> = {},
  timeoutMs = 10_000,
  signal = new AbortController().signal,
) => callFunction({ functionName: 'weather', body }, { signal, timeoutMs })

/** The fault that the call ends with. */
async function fault(call: Promise<unknown>): Promise<AppError> {
  const error: unknown = await call.then(
    (value) => new Error(`it answered ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  )
  if (!(error instanceof AppError)) throw error
  return error
}

test('a real function answers in the name of the signed-in user', async () => {
  const remembered = await callFunction(
    { functionName: 'remember', body: { content: 'the line holds', context_type: 'note', importance: 0.5 } },
    { signal: new AbortController().signal, timeoutMs: 20_000 },
  )
  expect(remembered).toMatchObject({ id: expect.any(String) })
  const { data } = await user.client.from('memories').select('content')
  expect(data).toEqual([{ content: 'the line holds' }])
})

test('token, key and JSON body are sent, and falsy answers are answers', async () => {
  const bodies: string[] = []
  for (const value of [0, '', false, null]) {
    line.functions = (request, response) => {
      expect(request.headers).toMatchObject({
        authorization: expect.stringMatching(/^Bearer ey/),
        apikey: backend.publishableKey,
        'content-type': 'application/json',
      })
      request.on('data', (chunk) => bodies.push(String(chunk)))
      request.on('end', () => response.end(JSON.stringify(value)))
    }
    expect(await invoke({ city: 'Łódź' })).toBe(value)
  }
  expect(bodies[0]).toBe('{"city":"Łódź"}')
})

test.each([
  ['a web page', 200, '<!doctype html><p>hello', 'a web page'],
  ['nothing', 200, '', 'nothing'],
  ['half a JSON', 200, '{"a":', 'text that is no JSON'],
])('%s in place of JSON is a malformed answer that names the function', async (_, status, text, words) => {
  line.functions = answer(status, text)
  const error = await fault(invoke())
  expect(error.code).toBe('response-malformed')
  expect(error.message).toContain(`weather answered with ${words} instead of JSON`)
})

test("an error of our own form keeps its code and message, and the answer's status", async () => {
  line.functions = answer(429, '{"error":{"code":"rate-limited","message":"Slowly, please."}}')
  expect(await fault(invoke())).toMatchObject({
    code: 'rate-limited',
    message: 'Slowly, please.',
    status: 429,
  })
})

test.each([
  [500, 'boom', 'weather failed with HTTP 500. The edge function failed. Its log says why.'],
  [422, '{"message":"no such city"}', 'weather failed with HTTP 422. It says: no such city'],
  [404, '{"error":"no such city"}', 'weather failed with HTTP 404. It says: no such city'],
  [503, `{"error":{"message":"${'x'.repeat(300)}"}}`, `It says: ${'x'.repeat(200)}…`],
])('HTTP %i without our form fails with its status and a short reason', async (status, text, words) => {
  line.functions = answer(status, text)
  const error = await fault(invoke())
  expect(error).toMatchObject({ code: 'function-failed', status })
  expect(error.message).toContain(words)
})

test.each(['Not Found', '', '{"code":"NOT_FOUND","message":"Requested function was not found"}'])(
  'a 404 with %j means that there is no such function',
  async (text) => {
    line.functions = answer(404, text)
    const error = await fault(invoke())
    expect(error.code).toBe('function-not-found')
    expect(error.message).toContain('weather')
  },
)

test('a name that no function has is refused by the real backend too', async () => {
  expect(await fault(invoke())).toMatchObject({ code: 'function-not-found' })
})

test('an answer over the limit is not taken in', async () => {
  let sent = 0
  function* pieces() {
    for (; sent < 50; sent += 1) yield 'x'.repeat(1_000_000)
  }
  line.functions = (_, response) => void Readable.from(pieces()).pipe(response)
  expect(await fault(invoke())).toMatchObject({ code: 'response-too-large' })
  expect(sent).toBeLessThan(50)
})

test('a body over 1 MB is refused before it is sent', async () => {
  let calls = 0
  line.functions = (_, response) => {
    calls += 1
    response.end('1')
  }
  expect(await fault(invoke({ text: 'x'.repeat(5_000_000) }))).toMatchObject({ code: 'request-too-large' })
  expect(calls).toBe(0)
})

test('a late answer is a time-out that names function and time, also when only its end is late', async () => {
  for (const start of ['', '{"a":']) {
    line.functions = (_, response) => void response.writeHead(200).write(start || ' ')
    const error = await fault(invoke({}, 1500))
    expect(error.code).toBe('tool-timed-out')
    expect(error.message).toContain('weather did not answer within 1.5 s')
  }
})

test("an aborted call ends with the signal's reason", async () => {
  const aborting = new AbortController()
  line.functions = () => aborting.abort(new Error('stopped by hand'))
  await expect(invoke({}, 10_000, aborting.signal)).rejects.toThrow('stopped by hand')
  await expect(invoke({}, 10_000, aborting.signal)).rejects.toThrow('stopped by hand')
})

test('a backend that is away, or goes away in the middle, is unreachable', async () => {
  line.functions = (_, response) => {
    response.writeHead(200).write('{"a":')
    setTimeout(() => response.destroy(), 50)
  }
  expect(await fault(invoke())).toMatchObject({ code: 'backend-unreachable', retryable: true })
  line.state = 'down'
  expect(await fault(invoke())).toMatchObject({ code: 'backend-unreachable' })
})

test('a token that is refused is renewed once and the call repeated once', async () => {
  let calls = 0
  const refuse = (times: number): RequestListener => {
    calls = 0
    return (_, response) => {
      calls += 1
      response.writeHead(calls <= times ? 401 : 200).end('"ok"')
    }
  }
  line.functions = refuse(1)
  line.seen.length = 0
  expect(await invoke()).toBe('ok')
  expect(calls).toBe(2)
  expect(line.seen.filter((request) => request === 'POST /auth/v1/token')).toHaveLength(1)
  line.functions = refuse(100)
  expect(await fault(invoke())).toMatchObject({ code: 'not-signed-in' })
  expect(calls).toBe(2)
})

test('a signed-out tab is told to sign in, and nothing is sent', async () => {
  await tab.session.signOut()
  line.seen.length = 0
  expect(await fault(invoke())).toMatchObject({ code: 'not-signed-in' })
  expect(line.seen).toEqual([])
})
