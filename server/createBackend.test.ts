import { mkdtempSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestBackend, type TestBackend } from '../dev/test/testBackend.ts'
import { createBackend } from './createBackend.ts'
import { projectRoot } from './projectRoot.ts'

let backend: TestBackend
const lines: string[] = []
beforeAll(async () => {
  backend = await startTestBackend({
    functionsFolder: join(projectRoot, 'server/deno/fixtures'),
    log: (line) => lines.push(line),
  })
})
afterAll(() => backend.stop())

interface Answer {
  readonly status: number | undefined
  readonly body: string
}

/** `fetch` cannot set the Host header. */
const ask = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const call = request(`${backend.url}${path}`, { method, headers }, (response) => {
      let body = ''
      response.on('data', (chunk: Buffer) => (body += chunk.toString()))
      response.on('end', () => resolve({ status: response.statusCode, body }))
    })
    call.on('error', reject)
    call.end()
  })

const callFunction = (name: string, init: RequestInit = {}) =>
  fetch(`${backend.url}/functions/v1/${name}`, { method: 'POST', body: '{}', ...init })

test('a foreign Host is refused, whatever is asked', async () => {
  for (const path of ['/', '/health', '/rest/v1/memories', '/auth/local-session', '/functions/v1/rights']) {
    for (const host of ['evil.example', `evil.example:${backend.port}`, 'localhost:1']) {
      expect((await ask(path, { host })).status, `${host} ${path}`).toBe(421)
    }
  }
  expect((await ask('/health', { host: `localhost:${backend.port}` })).status).toBe(200)
})

test('the page of this origin is signed in to one and the same account each time', async () => {
  const userIds = []
  for (let visit = 0; visit < 2; visit++) {
    const answer = await ask(
      '/auth/local-session',
      { origin: backend.url, 'sec-fetch-site': 'same-origin' },
      'POST',
    )
    expect(answer.status).toBe(200)
    const { access_token: token } = JSON.parse(answer.body)
    const user = await ask('/auth/v1/user', {
      apikey: backend.publishableKey,
      authorization: `Bearer ${token}`,
    })
    userIds.push(JSON.parse(user.body).id)
  }
  expect(userIds[0]).toMatch(/^[0-9a-f-]{36}$/)
  expect(userIds[1]).toBe(userIds[0])
})

test('nobody else is signed in without a form', async () => {
  const own = { origin: backend.url }
  const refused = [
    {},
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { ...own, 'sec-fetch-site': 'cross-site' },
    { ...own, 'sec-fetch-site': 'same-site' },
    { ...own, 'x-forwarded-for': '203.0.113.7' },
    { origin: `http://localhost:${backend.port}` },
  ]
  for (const headers of refused) {
    const answer = await ask('/auth/local-session', headers, 'POST')
    expect(answer.status, JSON.stringify(headers)).toBe(403)
    expect(JSON.parse(answer.body).error.code).toBe('access-denied')
  }
  expect((await ask('/auth/local-session', own, 'GET')).status).toBe(405)
})

test('rows and sign-in need the key, and no foreign page is let in by CORS', async () => {
  expect((await fetch(`${backend.url}/rest/v1/memories`)).status).toBe(401)
  const headers = { apikey: backend.publishableKey, origin: 'https://evil.example' }
  for (const path of ['/rest/v1/memories', '/auth/v1/settings', '/functions/v1/rights']) {
    for (const method of ['GET', 'OPTIONS']) {
      const answer = await fetch(`${backend.url}${path}`, { method, headers })
      const cors = [...answer.headers.keys()].filter((name) => name.startsWith('access-control-'))
      expect(cors, `${method} ${path}`).toEqual([])
    }
  }
})

test('what lite would offer to administrators is not there', async () => {
  for (const path of [
    '/_system',
    '/_system/info',
    '/rest/v1/../../_system/info',
    '/auth/v1/../../_system/info',
  ]) {
    const answer = await ask(path, { apikey: backend.secretKey })
    expect(answer.status, path).not.toBe(200)
  }
})

test('realtime and storage are refused with a sentence', async () => {
  for (const path of ['/realtime/v1/websocket', '/storage/v1/bucket']) {
    const answer = await ask(path)
    expect(answer.status).toBe(501)
    expect(answer.body).toContain('neither realtime nor storage')
  }
})

test('an answer of a function arrives while it is made, and the function hears when its reader leaves', async () => {
  const gone = new AbortController()
  const answer = await callFunction('stream', { signal: gone.signal })
  const reader = answer.body?.getReader()
  const first = await reader?.read()
  expect(new TextDecoder().decode(first?.value)).toContain('tick')
  gone.abort()
  await expect.poll(async () => (await (await callFunction('stream?cancelled')).json()).cancelled).toBe(1)
})

test('a function gets the token with the key id, and an invalid token as it is', async () => {
  const { accessToken } = await backend.signUp()
  const seen = async (token: string): Promise<string> => {
    const answer = await callFunction('rights', { headers: { authorization: `Bearer ${token}` } })
    return (await answer.json()).authorization
  }
  const header = (await seen(accessToken)).split(' ')[1]?.split('.')[0] ?? ''
  expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toMatchObject({
    alg: 'HS256',
    kid: 'local',
  })
  expect(await seen('no.such.token')).toBe('Bearer no.such.token')
})

test('a call of no function is answered in the shape of the contract', async () => {
  const answer = await callFunction('unknown')
  expect(answer.status).toBe(404)
  expect(await answer.json()).toMatchObject({ error: { code: 'function-not-found' } })
})

test('a body over the limit is refused, announced or not', async () => {
  const announced = () => 'x'.repeat(12_000_001)
  const unannounced = () => new Blob([announced()]).stream()
  const headers = { apikey: backend.publishableKey, 'content-type': 'application/json' }
  for (const body of [announced, unannounced]) {
    for (const path of ['/rest/v1/memories', '/functions/v1/takesAll']) {
      const init = { method: 'POST', headers, body: body(), duplex: 'half' }
      const answer = await fetch(`${backend.url}${path}`, init)
      expect(answer.status, path).toBe(413)
      expect(await answer.text()).toContain('request-too-large')
    }
  }
})

test('while the functions are away calls are told so, and health too, until they are back', async () => {
  backend.killFunctions()
  await expect
    .poll(async () => (await (await fetch(`${backend.url}/health`)).json()).functions)
    .toBe('restarting')
  expect((await fetch(`${backend.url}/health`)).status).toBe(503)
  expect((await callFunction('rights')).status).toBe(200)
  expect((await fetch(`${backend.url}/health`)).status).toBe(200)
  const cut = await callFunction('exits')
  expect(cut.status).toBe(503)
  expect(await cut.json()).toMatchObject({ error: { code: 'backend-unreachable' } })
})

test('faults of the database get the status of PostgREST, and no value of a person reaches the log', async () => {
  const { client } = await backend.signUp()
  const table = client.from('eliza_python_executions')
  const broken = await table.insert({ id: crypto.randomUUID(), code: 'my secret', source: 'My Secret' })
  expect(broken).toMatchObject({ status: 400, error: { code: '23514' } })
  const malformed = await table.insert({ id: 'my secret', code: 'my secret' })
  expect(malformed).toMatchObject({ status: 400, error: { code: '22P02' } })
  const id = crypto.randomUUID()
  await table.insert({ id, code: 'my secret' })
  expect(await table.insert({ id, code: 'my secret' })).toMatchObject({
    status: 409,
    error: { code: '23505' },
  })
  await expect.poll(() => lines.join('\n')).toContain('database: Database error 23514')
  expect(lines.join('\n')).not.toMatch(/my secret/i)
})

test('rows and accounts outlive a restart on the same port', async () => {
  const { client, userId } = await backend.signUp()
  const id = crypto.randomUUID()
  await client.from('eliza_python_executions').insert({ id, code: 'kept' })
  const { url } = backend
  await backend.restart()
  const { data } = await client.from('eliza_python_executions').select('id, user_id')
  expect(data).toEqual([{ id, user_id: userId }])
  expect(backend.url).toBe(url)
}, 90_000)

test('listening on more than this machine, nobody is signed in without a form', async () => {
  const shared = await createBackend({
    dataDirectory: mkdtempSync(join(tmpdir(), 'eliza-shared-')),
    host: '0.0.0.0',
    port: 0,
    site:
      async ({ meta }) =>
      (request, response) =>
        response.end(JSON.stringify(meta?.(request))),
  })
  const answer = await fetch(`${shared.url}/auth/local-session`, {
    method: 'POST',
    headers: { origin: shared.url },
  })
  expect(answer.status).toBe(403)
  expect(await (await fetch(shared.url)).json()).toMatchObject({ localSignIn: false })
  await shared.stop()
}, 90_000)
